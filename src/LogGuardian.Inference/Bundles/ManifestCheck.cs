using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace LogGuardian.Inference;

/// <summary>What a manifest must be, whatever the files are.</summary>
internal static class ManifestCheck
{
    public const int MaxManifestBytes = 1024 * 1024;
    public const int MaxFiles = 64;
    public const int MaxDimension = 16_384;
    private const int MostText = 64 * 1024;
    private const int MostPrompt = 4096;
    private const int MostPrefix = 1024;
    private const int MostVocabulary = 1 << 20;
    private const int MostTokens = 8192;
    private const int LeastTokens = 3;
    private const int MostMessages = 4096;
    private const int MostRows = 4096;
    private const int Sha256Digits = 64;

    /// <summary>Reads and checks a manifest.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static BundleManifest Read(ReadOnlySpan<byte> json)
    {
        BundleManifest manifest;
        try
        {
            CheckVersion(json);
            manifest = JsonSerializer.Deserialize(json, BundleJson.Default.BundleManifest) ?? throw new JsonException("It is null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException(
                $"{BundleManifest.FileName} cannot be read: {e.Message} It must be the manifest of a model bundle of version {BundleManifest.ThisVersion}, without fields that are not known.", e);
        }

        Check(manifest);
        return manifest;
    }

    /// <exception cref="InvalidDataException">A value is not what it must be.</exception>
    public static void Check(BundleManifest manifest)
    {
        Ensure(manifest.Format == BundleManifest.ThisFormat, "format", manifest.Format, "logguardian-model");
        InRange(manifest.Version, BundleManifest.ThisVersion, BundleManifest.ThisVersion, "version");
        HasText(manifest.Name, 1, MostPrefix, "name");
        HasText(manifest.License, 0, MostPrefix, "license");
        HasText(manifest.Card, 0, MostText, "card");
        CheckFiles(manifest);
        Ensure(Enum.IsDefined(manifest.Message.Masks), "message.masks", manifest.Message.Masks, "template, typed, logllm or none");
        HasText(manifest.Message.Prefix, 0, MostPrefix, "message.prefix");
        CheckTokenizer(manifest, manifest.Tokenizer, "tokenizer");
        CheckEncoder(manifest);
        CheckDecoder(manifest);
    }

    /// <summary>A later version may have fields that are not known here, and it is the version that must be named then.</summary>
    private static void CheckVersion(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("It is not a JSON object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isVersion = reader.ValueTextEquals("version"u8);
            bool isFormat = reader.ValueTextEquals("format"u8);
            reader.Read();
            if (isFormat && reader.TokenType == JsonTokenType.String && !reader.ValueTextEquals(BundleManifest.ThisFormat))
            {
                throw Problem("format", reader.GetString(), BundleManifest.ThisFormat);
            }

            if (isVersion && reader.TokenType == JsonTokenType.Number && (!reader.TryGetInt32(out int version) || version != BundleManifest.ThisVersion))
            {
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture, $"version is {reader.GetDouble()}; this LogGuardian reads version {BundleManifest.ThisVersion}. Use the one that wrote the bundle, or a later one."));
            }

            reader.Skip();
        }
    }

    private static void CheckFiles(BundleManifest manifest)
    {
        InRange(manifest.Files.Count, 1, MaxFiles, "The number of files");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, BundleFile file) in manifest.Files)
        {
            if (!IsName(name))
            {
                throw new InvalidDataException(
                    $"The file '{name}' is not a name; a file lies in the bundle itself and has a name of 1 to 128 letters, digits, dots, hyphens and underscores that begins with none but a letter or digit.");
            }

            Ensure(names.Add(name), "The file", name, "listed once, whatever its case");
            _ = file ?? throw Missing($"files['{name}']", "there with its bytes and sha256");
            InRange(file.Bytes, 1, long.MaxValue, $"files['{name}'].bytes");
            Ensure(file.Sha256.Length == Sha256Digits && file.Sha256.All(char.IsAsciiHexDigit), $"files['{name}'].sha256", file.Sha256, "64 hexadecimal digits");
        }
    }

    /// <summary>A plain name, on every system: no folders, no drives, no devices.</summary>
    public static bool IsName(string name)
    {
        const int Longest = 128;
        return name.Length is > 0 and <= Longest && char.IsAsciiLetterOrDigit(name[0]) && name[^1] != '.'
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            && !string.Equals(name, BundleManifest.FileName, StringComparison.OrdinalIgnoreCase)
            && !IsDevice(name.Split('.')[0].ToUpperInvariant());
    }

    private static bool IsDevice(string stem) =>
        stem is "CON" or "PRN" or "AUX" or "NUL" || (stem.Length == 4 && stem[..3] is "COM" or "LPT" && char.IsAsciiDigit(stem[3]));

    private static void CheckTokenizer(BundleManifest manifest, BundleTokenizer tokenizer, string field)
    {
        IsListed(manifest, tokenizer.File, field + ".file");
        Ensure(Enum.IsDefined(tokenizer.Kind), field + ".kind", tokenizer.Kind, "wordpiece, json, sentencepiece or tiktoken");
        InRange(tokenizer.MaxTokens, LeastTokens, MostTokens, field + ".maxTokens");
    }

    private static void CheckEncoder(BundleManifest manifest)
    {
        BundleEncoder encoder = manifest.Encoder;
        IsModel(manifest, encoder.File, "encoder.file");
        InRange(encoder.Dimension, 1, MaxDimension, "encoder.dimension");
        Ensure(Enum.IsDefined(encoder.Pooling), "encoder.pooling", encoder.Pooling, "cls, mean, max or none");
    }

    private static void CheckDecoder(BundleManifest manifest)
    {
        if (manifest.Decoder is not { } decoder)
        {
            if (manifest is not { Projector: null, Prompt: null, Answer: null })
            {
                throw Missing("decoder", "there with a projector, a prompt or an answer: add it, or leave them out");
            }

            return;
        }

        IsModel(manifest, decoder.File, "decoder.file");
        InRange(decoder.Hidden, 1, MaxDimension, "decoder.hidden");
        InRange(decoder.Vocabulary, 2, MostVocabulary, "decoder.vocabulary");
        HasText(decoder.Inputs.Embeddings, 1, MostPrefix, "decoder.inputs.embeddings");
        HasText(decoder.Output, 1, MostPrefix, "decoder.output");
        if (manifest.Projector is { } projector)
        {
            IsModel(manifest, projector.File, "projector.file");
        }

        BundleAnswer answer = manifest.Answer ?? throw Missing("answer", "there with a decoder: the ids of the tokens that it may say");
        InRange(answer.Normal, 0, decoder.Vocabulary - 1, "answer.normal");
        InRange(answer.Anomalous, 0, decoder.Vocabulary - 1, "answer.anomalous");
        Ensure(answer.Normal != answer.Anomalous, "answer.anomalous", answer.Anomalous, "another token than answer.normal");
        Ensure(float.IsFinite(manifest.Calibration.Slope) && manifest.Calibration.Slope > 0, "calibration.slope", manifest.Calibration.Slope, "a finite number above 0");
        Ensure(float.IsFinite(manifest.Calibration.Bias), "calibration.bias", manifest.Calibration.Bias, "a finite number");
        InRange(manifest.Window.MaxMessages, 1, MostMessages, "window.maxMessages");
        CheckPrompt(manifest, decoder);
    }

    private static void CheckPrompt(BundleManifest manifest, BundleDecoder decoder)
    {
        if (manifest.Prompt is not { } prompt)
        {
            if (manifest.Projector is not null)
            {
                throw Missing("prompt", "there with a projector: what the decoder reads beside the messages");
            }

            Ensure(decoder.Hidden == manifest.Encoder.Dimension, "decoder.hidden", decoder.Hidden, "encoder.dimension where the decoder holds projector and prompt itself");
            return;
        }

        HasText(prompt.Before, 0, MostPrompt, "prompt.before");
        HasText(prompt.After, 0, MostPrompt, "prompt.after");
        if (prompt is not ({ Rows: not null, Embeddings: null, Tokenizer: null } or { Rows: null, Embeddings: not null, Tokenizer: not null, RowsBefore: 0, RowsAfter: 0 }))
        {
            throw new InvalidDataException("prompt is made in two ways or none; it must have rows with rowsBefore and rowsAfter, or embeddings with a tokenizer.");
        }

        if (prompt.Rows is { } rows)
        {
            IsListed(manifest, rows, "prompt.rows");
            InRange(prompt.RowsBefore, 0, MostRows, "prompt.rowsBefore");
            InRange(prompt.RowsAfter, 1, MostRows, "prompt.rowsAfter");
            long bytes = ((long)prompt.RowsBefore + prompt.RowsAfter) * decoder.Hidden * sizeof(float);
            Ensure(manifest.Files[rows].Bytes == bytes, $"files['{rows}'].bytes", manifest.Files[rows].Bytes, $"(rowsBefore + rowsAfter) × decoder.hidden × 4 = {bytes}");
        }
        else
        {
            IsModel(manifest, prompt.Embeddings!, "prompt.embeddings");
            CheckTokenizer(manifest, prompt.Tokenizer!, "prompt.tokenizer");
        }
    }

    private static void IsModel(BundleManifest manifest, string file, string field)
    {
        IsListed(manifest, file, field);
        Ensure(file.EndsWith(".onnx", StringComparison.Ordinal), field, file, "an ONNX model whose name ends in .onnx");
    }

    private static void IsListed(BundleManifest manifest, string file, string field) =>
        Ensure(manifest.Files.ContainsKey(file), field, file, "one of the names in files");

    private static void HasText(string text, int least, int most, string field)
    {
        if (text.Length < least || text.Length > most)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{field} has {text.Length} characters; it must have {least} to {most}."));
        }
    }

    private static void InRange<TNumber>(TNumber value, TNumber least, TNumber most, string field)
        where TNumber : IBinaryInteger<TNumber> =>
        Ensure(value >= least && value <= most, field, value, least == most ? $"{least}" : string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}"));

    private static void Ensure<TValue>(bool holds, string field, TValue value, string rule)
    {
        if (!holds)
        {
            throw Problem(field, value, rule);
        }
    }

    private static InvalidDataException Missing(string field, string rule) => new($"{field} is missing; it must be {rule}.");

    private static InvalidDataException Problem<TValue>(string field, TValue value, string rule) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{field} is {(value is string ? $"'{value}'" : value)}; it must be {rule}."));
}
