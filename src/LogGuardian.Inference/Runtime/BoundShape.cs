using Microsoft.ML.OnnxRuntime;

namespace LogGuardian.Inference;

/// <summary>Inputs and outputs of one shape, bound to parts of arrays that whoever runs the model fills and reads. A run allocates nothing then.</summary>
internal sealed class BoundShape(InferenceSession session) : IDisposable
{
    private readonly List<(string Name, OrtValue Value)> _inputs = [];
    private readonly List<OrtValue> _outputs = [];

    public OrtIoBinding Binding { get; } = session.CreateIoBinding();

    /// <summary>Makes an input of the first elements of a pinned array; none where the model has no such input.</summary>
    public void Input<TElement>(string? name, TElement[]? values, int length, params long[] shape)
        where TElement : unmanaged
    {
        if (name is not null && values is not null)
        {
            _inputs.Add((name, OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(0, length), shape)));
        }
    }

    /// <summary>Binds an output to the first elements of a pinned array.</summary>
    public void Output(string name, float[] values, params long[] shape)
    {
        long length = shape.Aggregate(1L, static (product, dimension) => product * dimension);
        OrtValue value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, values.AsMemory(0, (int)length), shape);
        _outputs.Add(value);
        Binding.BindOutput(name, value);
    }

    /// <summary>Binds the inputs; once, or before every run where binding copies them.</summary>
    public void BindInputs()
    {
        foreach ((string name, OrtValue value) in _inputs)
        {
            Binding.BindInput(name, value);
        }
    }

    public void Dispose()
    {
        Binding.Dispose();
        foreach ((_, OrtValue value) in _inputs)
        {
            value.Dispose();
        }

        foreach (OrtValue value in _outputs)
        {
            value.Dispose();
        }
    }
}
