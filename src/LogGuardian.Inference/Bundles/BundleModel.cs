namespace LogGuardian.Inference;

/// <summary>What an ONNX model of a bundle says of itself.</summary>
/// <param name="Inputs">Name, type and dimensions of each input, such as <c>input_ids int64 [?, ?]</c>.</param>
/// <param name="Outputs">The same of each output.</param>
/// <param name="EncodesAlone">Whether it is quantised by the range of what comes in, so that messages are encoded one at a time.</param>
public sealed record BundleModel(IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, bool EncodesAlone);
