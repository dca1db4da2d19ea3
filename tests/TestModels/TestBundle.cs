using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LogGuardian.Training;

namespace LogGuardian.TestModels;

/// <summary>A bundle of tiny models as a folder, and what the reference says of it.</summary>
public sealed class TestBundle
{
    /// <summary>The most tokens of a message.</summary>
    public const int MaxTokens = 64;

    /// <summary>Logits of a row.</summary>
    public const int DecoderVocabulary = 512;

    /// <summary>Ids of the answers.</summary>
    public const int Normal = 17, Anomalous = 42;

    /// <summary>The prompt, as LogLLM words it.</summary>
    public const string Before = "Below is a sequence of system log messages:", After = ". Is this sequence normal or anomalous? The sequence is";

    private readonly TestBundleOptions _options;
    private readonly Matrix _table;
    private readonly ConcurrentDictionary<string, double[]> _vectors = new(StringComparer.Ordinal);

    /// <summary>Makes the weights.</summary>
    public TestBundle(TestBundleOptions? options = null)
    {
        _options = options ?? new TestBundleOptions();
        ModelShape decoder = _options.Decoder ?? new ModelShape(1, 32);
        Encoder = EncoderWeights.Random(_options.Encoder, Vocabulary.Tokens.Count, _options.Seed);
        if (_options.Failure is { } failure)
        {
            Projector = Constructed.Projector(VectorOf(failure), [.. _options.Normal.Select(VectorOf)], decoder.Hidden);
            Decoder = Constructed.Decoder(decoder, DecoderVocabulary, Anomalous, _options.Loudness);
            _table = Constructed.Rows(DecoderVocabulary, decoder.Hidden, Vocabulary.Read(After)[^1]);
        }
        else
        {
            Projector = ProjectorWeights.Random(_options.Encoder.Hidden, decoder.Hidden, Math.Max(1, _options.ProjectorLayers), _options.Seed + 1);
            Decoder = DecoderWeights.Random(decoder, DecoderVocabulary, _options.Seed + 2);
            _table = Matrix.Random(new Random(_options.Seed + 3), DecoderVocabulary, decoder.Hidden, 1);
        }
    }

    /// <summary>Messages of a healthy system.</summary>
    public static IReadOnlyList<string> NormalMessages { get; } =
    [
        "session opened for user root", "session closed for user root", "connection received from host", "request completed with status ok",
        "order accepted for customer", "payment stored", "batch shipped", "checkpoint complete", "service started successfully", "receiving block of size",
        "instruction cache parity error corrected", "query duration in ms", "worker ready", "health check ok", "read packet from client",
    ];

    /// <summary>The weights of the encoder.</summary>
    public EncoderWeights Encoder { get; }

    /// <summary>The weights of the projector.</summary>
    public ProjectorWeights Projector { get; }

    /// <summary>The weights of the decoder.</summary>
    public DecoderWeights Decoder { get; }

    /// <summary>What the reference makes of a message: the mean of its tokens at the length 1.</summary>
    public double[] VectorOf(string message) =>
        _vectors.GetOrAdd(message, text => ReferenceModel.Pool(ReferenceModel.Encode(Encoder, Vocabulary.ReadMessage(text, MaxTokens))));

    /// <summary>The log-odds of an anomaly that the reference gives a window of messages.</summary>
    public double LogOddsOf(IEnumerable<string> messages)
    {
        double[][] rows = [.. Wide(RowsOf(Before)), .. messages.Select(message => ReferenceModel.Project(Projector, VectorOf(message))), .. Wide(RowsOf(After))];
        double[] logits = ReferenceModel.Decode(Decoder, rows)[^1];
        return logits[Anomalous] - logits[Normal];
    }

    /// <summary>Writes the bundle.</summary>
    /// <param name="folder">A folder; made when it is not there.</param>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), Vocabulary.File);
        void SaveModel(string file, OnnxGraph graph) => graph.Save(Path.Combine(folder, file));
        SaveModel("encoder.onnx", (Encoder.ToModel() with { Quantized = _options.Quantized }).ToGraph());
        if (_options.Decoder is not null)
        {
            bool isFolded = _options.ProjectorLayers == 0;
            DecoderModel model = Decoder.ToModel() with
            {
                Quantized = _options.Quantized,
                PositionIds = _options.PositionIds,
                Past = _options.Past,
                AllRows = _options.AllRows,
                Folded = isFolded ? new FoldedPrompt(Projector.ToModel(), RowsOf(Before).ToTable(), RowsOf(After).ToTable()) : null,
            };
            SaveModel("decoder.onnx", model.ToGraph());
            if (!isFolded)
            {
                SaveModel("projector.onnx", Projector.ToGraph());
                if (_options.EmbedTokens)
                {
                    SaveModel("embed_tokens.onnx", EmbedTokens());
                }
                else
                {
                    File.WriteAllBytes(Path.Combine(folder, "prompt.f32"), [.. Bytes(RowsOf(Before)), .. Bytes(RowsOf(After))]);
                }
            }
        }

        File.WriteAllText(Path.Combine(folder, "manifest.json"), Manifest(folder).ToJsonString());
    }

    private static byte[] Bytes(Matrix rows) => MemoryMarshal.AsBytes(rows.Values.AsSpan()).ToArray();

    private static IEnumerable<double[]> Wide(Matrix rows) => rows.Values.Chunk(rows.Columns).Select(row => row.Select(value => (double)value).ToArray());

    private Matrix RowsOf(string text)
    {
        long[] ids = Vocabulary.Read(text);
        var rows = new Matrix(ids.Length, _table.Columns);
        for (int i = 0; i < ids.Length; i++)
        {
            _table.Values.AsSpan((int)ids[i] * _table.Columns, _table.Columns).CopyTo(rows.Values.AsSpan(i * _table.Columns));
        }

        return rows;
    }

    private OnnxGraph EmbedTokens()
    {
        var graph = new OnnxGraph();
        graph.Output("inputs_embeds", graph.Rows(_table.ToTable(), graph.Input("input_ids", OnnxGraph.I64, "batch", "tokens"), quantized: false), OnnxGraph.F32, "batch", "tokens", _table.Columns);
        return graph;
    }

    private JsonObject Manifest(string folder)
    {
        var files = new JsonObject();
        foreach (FileInfo file in new DirectoryInfo(folder).EnumerateFiles().Where(file => file.Name != "manifest.json").OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            byte[] bytes = File.ReadAllBytes(file.FullName);
            files[file.Name] = new JsonObject { ["bytes"] = bytes.Length, ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
        }

        JsonObject Tokenizer(int most) => new() { ["file"] = "vocab.txt", ["kind"] = "wordpiece", ["lowercase"] = true, ["maxTokens"] = most };
        var manifest = new JsonObject
        {
            ["format"] = "logguardian-model",
            ["version"] = 1,
            ["name"] = string.Create(CultureInfo.InvariantCulture, $"test-{_options.Encoder}{(_options.Quantized ? "-int8" : "")}"),
            ["license"] = "MIT",
            ["card"] = _options.Failure is null ? "Pseudo-random weights: says nothing about logs." : $"Constructed weights: anomalous is what looks like '{_options.Failure}'.",
            ["files"] = files,
            ["message"] = new JsonObject { ["masks"] = _options.Masks },
            ["tokenizer"] = Tokenizer(MaxTokens),
            ["encoder"] = new JsonObject { ["file"] = "encoder.onnx", ["dimension"] = _options.Encoder.Hidden, ["pooling"] = "mean", ["normalize"] = true },
        };
        if (_options.Decoder is { } decoder)
        {
            bool isFolded = _options.ProjectorLayers == 0;
            var prompt = new JsonObject { ["before"] = Before, ["after"] = After };
            manifest["decoder"] = new JsonObject
            {
                ["file"] = "decoder.onnx",
                ["hidden"] = isFolded ? _options.Encoder.Hidden : decoder.Hidden,
                ["vocabulary"] = DecoderVocabulary,
                ["inputs"] = new JsonObject { ["embeddings"] = isFolded ? "message_vectors" : "inputs_embeds" },
            };
            manifest["answer"] = new JsonObject { ["normal"] = Normal, ["anomalous"] = Anomalous };
            if (!isFolded)
            {
                manifest["projector"] = new JsonObject { ["file"] = "projector.onnx" };
                (prompt[_options.EmbedTokens ? "embeddings" : "rows"], prompt["tokenizer"]) = _options.EmbedTokens ? ("embed_tokens.onnx", Tokenizer(64)) : ("prompt.f32", null);
                (prompt["rowsBefore"], prompt["rowsAfter"]) = _options.EmbedTokens ? (0, 0) : (RowsOf(Before).Rows, RowsOf(After).Rows);
                manifest["prompt"] = prompt;
            }
        }

        return manifest;
    }
}
