namespace LogGuardian.Inference;

/// <summary>What the file of an ONNX model says of itself, read without ONNX Runtime.</summary>
internal sealed record OnnxModel
{
    // Matrices quantised by the range of what comes in: a message's vector would depend on what is encoded with it.
    private const string RangeDependent = "DynamicQuantize";

    /// <summary>Inputs that a caller gives.</summary>
    public required IReadOnlyList<OnnxTensor> Inputs { get; init; }

    /// <summary>Outputs.</summary>
    public required IReadOnlyList<OnnxTensor> Outputs { get; init; }

    /// <summary>Names of its operators.</summary>
    public required IReadOnlySet<string> Operators { get; init; }

    /// <summary>Files that hold weights of it, as they are named in the model.</summary>
    public required IReadOnlySet<string> ExternalFiles { get; init; }

    /// <summary>Whether what it gives for one message depends on the others of a batch.</summary>
    public bool DependsOnBatch => Operators.Any(name => name.StartsWith(RangeDependent, StringComparison.Ordinal));

    public OnnxTensor? Input(string name) => Inputs.FirstOrDefault(input => input.Name == name);

    public OnnxTensor? Output(string name) => Outputs.FirstOrDefault(output => output.Name == name);
}
