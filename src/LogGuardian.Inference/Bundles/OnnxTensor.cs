using System.Globalization;

namespace LogGuardian.Inference;

/// <summary>An input or output of an ONNX model.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ElementType">What its elements are, as ONNX numbers types; 0 when it is no tensor.</param>
/// <param name="Shape">Its dimensions; null for those that are open. Null when even their number is.</param>
internal sealed record OnnxTensor(string Name, int ElementType, IReadOnlyList<long?>? Shape)
{
    public const int Float = 1;
    public const int Int64 = 7;

    public static string TypeName(int type) => type switch
    {
        Float => "float32",
        2 => "uint8",
        3 => "int8",
        6 => "int32",
        Int64 => "int64",
        9 => "bool",
        10 => "float16",
        11 => "float64",
        16 => "bfloat16",
        _ => string.Create(CultureInfo.InvariantCulture, $"type {type}"),
    };

    public override string ToString() =>
        $"{Name} {TypeName(ElementType)} [{(Shape is null ? "…" : string.Join(", ", Shape.Select(dimension => dimension?.ToString(CultureInfo.InvariantCulture) ?? "?")))}]";
}
