using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace LogGuardian.Evaluation;

/// <summary>Names a result by all that it depends on: a result of another build, of changed data or of another protocol has another name.</summary>
internal static class ResultKey
{
    public static string Of(EvaluationCase @case, EvaluationSplit split, string method, string methodsVersion, int seed, int resamples)
    {
        var text = new StringBuilder();
        foreach (Type type in new[] { typeof(EvaluationCase), typeof(LogLine), typeof(MaskRule) })
        {
            text.Append(type.Module.ModuleVersionId).Append('\n');
        }

        text.Append(DataKey(@case.Data)).Append('\n').Append(@case.Test is { } test ? DataKey(test) : "").Append('\n');
        text.Append(@case.Protocol.ToJson()).Append('\n').Append(split.Name).Append('\n').Append(method).Append('\n').Append(methodsVersion).Append('\n');
        text.Append(CultureInfo.InvariantCulture, $"{seed} {resamples}");
        return XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(text.ToString())).ToString("x32", CultureInfo.InvariantCulture);
    }

    private static string DataKey(EvaluationData data)
    {
        string path = Path.GetFullPath(data.Path);
        return string.Join('|', Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(FileKey).Prepend($"{data.Name} {data.Options}")
            : [$"{data.Name} {data.Options}", FileKey(path)]);
    }

    private static string FileKey(string path)
    {
        var file = new FileInfo(path);
        return string.Create(CultureInfo.InvariantCulture, $"{path} {file.Length} {file.LastWriteTimeUtc.Ticks}");
    }
}
