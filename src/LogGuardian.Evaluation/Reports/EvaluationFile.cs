using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LogGuardian.Evaluation;

/// <summary>Files that are either whole or not there.</summary>
internal static class EvaluationFile
{
    public static Task WriteJsonAsync<T>(string path, T value, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        WriteTextAsync(path, JsonSerializer.Serialize(value, type) + "\n", cancellationToken);

    public static async Task WriteTextAsync(string path, string text, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string draft = path + ".tmp";
        await File.WriteAllTextAsync(draft, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), cancellationToken).ConfigureAwait(false);
        File.Move(draft, path, overwrite: true);
    }

    public static async Task<T> ReadJsonAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            FileStream file = File.OpenRead(path);
            await using (file.ConfigureAwait(false))
            {
                return await JsonSerializer.DeserializeAsync(file, type, cancellationToken).ConfigureAwait(false)
                    ?? throw new JsonException("The document is null.");
            }
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"'{path}' is not what was expected: {e.Message} Delete the file and make it again.", e);
        }
    }
}
