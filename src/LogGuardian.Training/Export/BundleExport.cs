using System.IO.Compression;
using System.Runtime.InteropServices;
using LogGuardian.Inference;

namespace LogGuardian.Training;

/// <summary>
/// Writes what was trained as a model bundle. It is written beside its place, opened and run as users will run it, and takes the place of the bundle that was there only when it computes what
/// the trained model does.
/// </summary>
internal static class BundleExport
{
    private const string EncoderFile = "encoder.onnx", DecoderFile = "decoder.onnx", ProjectorFile = "projector.onnx", PromptFile = "prompt.f32";

    /// <summary>Writes a bundle.</summary>
    /// <param name="path">A folder, or a zip when the name ends in <c>.zip</c>. A bundle that is there is replaced.</param>
    /// <param name="contents">What it holds.</param>
    /// <param name="cancellationToken">Stops the work; what was there stays.</param>
    /// <exception cref="ArgumentException">A value is not what it must be, or weights do not fit their shape.</exception>
    /// <exception cref="InvalidDataException">The bundle is none, or does not compute what it must; the message says how far it is off. What was there stays.</exception>
    /// <exception cref="InvalidOperationException">A model is larger than an ONNX file can be, or ONNX Runtime is missing. What was there stays.</exception>
    /// <exception cref="IOException">A file cannot be written, or something else than a bundle is in its place.</exception>
    public static async Task<ExportReport> WriteAsync(string path, BundleContents contents, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        contents.Validated();
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        bool isZip = target.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);
        CheckPlace(target, isZip);
        string folder = Path.Combine(Path.GetDirectoryName(target) ?? target, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
        string zip = folder + ".zip";
        Directory.CreateDirectory(folder);
        try
        {
            WriteModels(folder, contents);
            BundleWriter.Write(folder, Manifest(contents));
            if (isZip)
            {
                // Weights are close to noise: more effort hardly makes them smaller.
                await ZipFile.CreateFromDirectoryAsync(folder, zip, CompressionLevel.Fastest, includeBaseDirectory: false, cancellationToken).ConfigureAwait(false);
            }

            ExportReport report = await BundleVerifier.CheckAsync(isZip ? zip : folder, contents, cancellationToken).ConfigureAwait(false);
            if (isZip)
            {
                File.Move(zip, target, overwrite: true);
            }
            else
            {
                Replace(target, folder);
            }

            return report;
        }
        finally
        {
            File.Delete(zip);
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>Only a bundle is replaced: a wrong path must cost no other files.</summary>
    private static void CheckPlace(string target, bool isZip)
    {
        if (isZip ? Directory.Exists(target) : File.Exists(target))
        {
            throw new IOException($"'{target}' is a {(isZip ? "folder" : "file")}; {(isZip ? "a path that ends in .zip is that of a zip" : "a path without .zip is that of a folder")}. Name another path.");
        }

        bool isReplaced = !isZip && Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any();
        if (isReplaced && (!File.Exists(Path.Combine(target, BundleManifest.FileName)) || Directory.EnumerateDirectories(target).Any()))
        {
            throw new IOException($"'{target}' holds something else than a model bundle; it must be one, be empty or not be there, for all in it is replaced. Name another path.");
        }
    }

    private static void Replace(string target, string folder)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(folder, target);
            return;
        }

        string old = folder + ".old";
        Directory.Move(target, old);
        try
        {
            Directory.Move(folder, target);
        }
        catch (Exception)
        {
            Directory.Move(old, target);
            throw;
        }

        Directory.Delete(old, recursive: true);
    }

    private static void WriteModels(string folder, BundleContents contents)
    {
        string PathOf(string file) => Path.Combine(folder, file);
        File.WriteAllText(PathOf(VocabularyFile(contents)), contents.Vocabulary);
        new EncoderModel(contents.Encoder, contents.EncoderWeights) { Quantized = contents.Quantized }.ToGraph().Save(PathOf(EncoderFile));
        contents.Judge?.Model.ToGraph().Save(PathOf(DecoderFile));
        if (contents.Decoder is not { } decoder)
        {
            return;
        }

        var projector = new ProjectorModel(contents.Encoder.Hidden, decoder.Shape.Hidden, decoder.Projector);
        var model = new DecoderModel(decoder.Shape, decoder.Weights)
        {
            Quantized = contents.Quantized,
            Tokens = [decoder.Normal, decoder.Anomalous],
            Folded = decoder.Folded ? new FoldedPrompt(projector, decoder.RowsBefore, decoder.RowsAfter) : null,
        };
        model.ToGraph().Save(PathOf(DecoderFile));
        if (!decoder.Folded)
        {
            projector.ToGraph().Save(PathOf(ProjectorFile));
            File.WriteAllBytes(PathOf(PromptFile), MemoryMarshal.AsBytes([.. decoder.RowsBefore.Values, .. decoder.RowsAfter.Values]));
        }
    }

    private static string VocabularyFile(BundleContents contents) => contents.VocabularyKind == TokenizerKind.Json ? "tokenizer.json" : "vocab.txt";

    private static BundleManifest Manifest(BundleContents contents)
    {
        var manifest = new BundleManifest
        {
            Name = contents.Name,
            License = contents.License,
            Card = contents.Card,
            Message = contents.Message,
            Tokenizer = new BundleTokenizer(VocabularyFile(contents), contents.VocabularyKind, contents.Lowercase, contents.MaxTokens ?? contents.Encoder.MaxTokens),
            Encoder = new BundleEncoder(EncoderFile, contents.Encoder.Hidden, contents.Pooling, contents.Normalize),
        };
        if (contents.Judge is { } judge)
        {
            return manifest with
            {
                Decoder = new BundleDecoder { File = DecoderFile, Hidden = contents.Encoder.Hidden, Vocabulary = 2, Inputs = new BundleDecoderInputs { Embeddings = "message_vectors" } },
                Answer = new BundleAnswer { Normal = 0, Anomalous = 1 },
                Calibration = judge.Calibration,
                Window = new BundleWindow(judge.MaxMessages),
            };
        }

        if (contents.Decoder is not { } decoder)
        {
            return manifest;
        }

        return manifest with
        {
            Decoder = new BundleDecoder
            {
                File = DecoderFile,
                Hidden = decoder.Folded ? contents.Encoder.Hidden : decoder.Shape.Hidden,
                Vocabulary = 2,
                Inputs = decoder.Folded ? new BundleDecoderInputs { Embeddings = "message_vectors" } : new(),
            },
            Projector = decoder.Folded ? null : new BundleProjector { File = ProjectorFile },
            Prompt = decoder.Folded ? null : new BundlePrompt
            {
                Before = decoder.Before,
                After = decoder.After,
                Rows = PromptFile,
                RowsBefore = (int)decoder.RowsBefore.Shape[0],
                RowsAfter = (int)decoder.RowsAfter.Shape[0],
            },
            Answer = new BundleAnswer { Normal = 0, Anomalous = 1 },
            Calibration = decoder.Calibration,
            Window = new BundleWindow(decoder.MaxMessages),
        };
    }
}
