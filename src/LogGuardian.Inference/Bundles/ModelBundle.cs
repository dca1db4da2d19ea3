namespace LogGuardian.Inference;

/// <summary>
/// A model bundle: a folder or a zip with a manifest and the files that it lists. Opening checks everything and loads no model; those who use a model share it, and the last one closes it.
/// What was made of a bundle goes on after the bundle is disposed. See docs/models.md.
/// </summary>
public sealed class ModelBundle : IDisposable
{
    /// <summary>What stands for a path where the bundle that comes with this package is meant.</summary>
    public const string DefaultName = "default";

    private readonly Lock _gate = new();
    private readonly ModelRuntime _runtime;
    private readonly BundleFolder _files;
    private readonly Dictionary<string, ModelSession> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<(EncoderOptions, bool), (SharedEncoder Encoder, int Users)> _encoders = [];
    private readonly EncoderLayout _layout;
    private int _holders = 1;
    private bool _isDisposed;

    private ModelBundle(string path, BundleFolder files, ModelOptions options)
    {
        Path = path;
        _files = files;
        Options = options;
        _runtime = new ModelRuntime(options);
        _layout = CheckModels();
        Tokenizer = OpenTokenizer(Manifest.Tokenizer, addSpecialTokens: true);
    }

    /// <summary>The folder or zip, or <see cref="DefaultName"/>.</summary>
    public string Path { get; }

    /// <summary>What the bundle says of itself.</summary>
    public BundleManifest Manifest => _files.Manifest;

    /// <summary>SHA-256 of the manifest, in hexadecimal digits. The manifest holds the hashes of all files: whoever expects this value gets these weights and no others.</summary>
    public string Hash => _files.Hash;

    /// <summary>The ONNX models by the names of their files.</summary>
    public IReadOnlyDictionary<string, BundleModel> Models { get; private set; } = new Dictionary<string, BundleModel>();

    /// <summary>Whether it is the one that comes with this package.</summary>
    internal bool IsDefault { get; private set; }

    internal ModelOptions Options { get; }

    internal Tokenizer Tokenizer { get; }

    /// <summary>Opens a bundle and checks all of it: the manifest, the length and hash of every file, inputs and outputs of the models, the tokenizer.</summary>
    /// <param name="path">A folder or a zip. A zip is unpacked into a temporary folder of its own until nobody uses the bundle.</param>
    /// <param name="options">How its models will run.</param>
    /// <exception cref="InvalidDataException">It is not a bundle, damaged, or not what its manifest says; the message says which value must be what.</exception>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public static ModelBundle Open(string path, ModelOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelOptions taken = ModelOptions.Take(options);
        return OpenFiles(path, taken, () => BundleFolder.Open(path, taken.MaxBundleBytes));
    }

    /// <summary>
    /// Opens the bundle that comes with this package, a small model of what logs of common software say when something is wrong; see docs/models.md. It is unpacked once for all who have it
    /// open in this process, into a temporary folder that the last one deletes.
    /// </summary>
    /// <param name="options">How its models will run; <see cref="ModelOptions.MaxBundleBytes"/> is not looked at.</param>
    /// <exception cref="InvalidDataException">The package is damaged; the message says which value must be what.</exception>
    /// <exception cref="IOException">The temporary folder cannot be written.</exception>
    public static ModelBundle OpenDefault(ModelOptions? options = null)
    {
        ModelBundle bundle = OpenFiles(DefaultName, ModelOptions.Take(options), DefaultBundle.Open);
        bundle.IsDefault = true;
        return bundle;
    }

    /// <summary>Loads every model of the bundle once and lets it go: what only ONNX Runtime can say of it.</summary>
    /// <exception cref="InvalidOperationException">ONNX Runtime, the provider or the memory is missing; the message says what to do.</exception>
    /// <exception cref="InvalidDataException">ONNX Runtime does not take a model, or the encoder is not what the manifest says.</exception>
    public void Verify()
    {
        foreach (string file in Manifest.Models)
        {
            using ModelLease lease = OpenModel(file);
        }

        using MessageEncoder encoder = CreateEncoder();
    }

    /// <summary>Makes an encoder of messages. Those who ask with equal options share one, so that no message is encoded twice.</summary>
    /// <param name="options">Its cache and batches.</param>
    /// <exception cref="InvalidOperationException">ONNX Runtime, the provider or the memory is missing; the message says what to do.</exception>
    /// <exception cref="InvalidDataException">ONNX Runtime does not take the encoder, or it is not what the manifest says.</exception>
    public MessageEncoder CreateEncoder(EncoderOptions? options = null) => CreateEncoder(options, normalize: true);

    /// <summary>
    /// Makes the detector that <see cref="LogLlmBuilderExtensions.DetectWithLogLlm"/> adds, to be used by itself: the raw score of a window is the odds of an anomaly. It is an
    /// <see cref="IDisposable"/>, which whoever made it disposes.
    /// </summary>
    /// <param name="options">Its options; null for the defaults.</param>
    /// <exception cref="ArgumentException">The bundle only encodes.</exception>
    /// <exception cref="InvalidOperationException">ONNX Runtime, the provider or the memory is missing; the message says what to do.</exception>
    /// <exception cref="InvalidDataException">ONNX Runtime does not take a model, or it is not what the manifest says.</exception>
    public IDetector CreateLogLlm(LogLlmOptions? options = null)
    {
        RequireDecoder();
        return new LogLlmDetector(this, (options ?? new LogLlmOptions()).Validated());
    }

    /// <summary>Opens a file of the bundle to be read; it must be closed before the bundle is.</summary>
    /// <param name="name">Its name, as the manifest lists it.</param>
    /// <exception cref="ArgumentException">The manifest does not list it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public Stream OpenFile(string name)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _files.OpenRead(name);
    }

    /// <summary>Closes the bundle. What was made of it goes on.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            Release();
        }
    }

    /// <summary>Opens a bundle whose files come from somewhere.</summary>
    internal static ModelBundle OpenFiles(string path, ModelOptions options, Func<BundleFolder> open)
    {
        BundleFolder? files = null;
        try
        {
            files = open();
            return new ModelBundle(path, files, options);
        }
        catch (Exception e) when (e is InvalidDataException or FileNotFoundException)
        {
            files?.Dispose();
            string message = $"Model bundle '{path}': {e.Message}";
            throw e is FileNotFoundException ? new FileNotFoundException(message, path, e) : new InvalidDataException(message, e);
        }
        catch (Exception)
        {
            files?.Dispose();
            throw;
        }
    }

    /// <exception cref="ArgumentException">The bundle only encodes.</exception>
    internal void RequireDecoder()
    {
        if (Manifest.Decoder is null)
        {
            throw new ArgumentException(
                $"The bundle '{Manifest.Name}' has no decoder; LogLLM needs one. Pass a bundle with a decoder and an answer, or use the encoder with DetectWithMeaning.", "bundle");
        }
    }

    /// <summary>Makes an encoder whose vectors have the length 1, or, for a projector that was trained so, the one that the model gives.</summary>
    internal MessageEncoder CreateEncoder(EncoderOptions? options, bool normalize)
    {
        var key = (EncoderOptions.Take(options), normalize || Manifest.Encoder.Normalize);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            (SharedEncoder Encoder, int Users) shared = _encoders.TryGetValue(key, out (SharedEncoder, int) found) ? found : (Make(key), 0);
            _encoders[key] = shared with { Users = shared.Users + 1 };
            return new MessageEncoder(shared.Encoder, () => Leave(key));
        }
    }

    /// <summary>Opens a tokenizer of the bundle.</summary>
    /// <exception cref="InvalidDataException">Its file is damaged; the message names it.</exception>
    internal Tokenizer OpenTokenizer(BundleTokenizer tokenizer, bool addSpecialTokens)
    {
        using FileStream file = File.OpenRead(PathOf(tokenizer.File));
        return Tokenizer.Open(tokenizer.Kind, file, new TokenizerOptions { LowerCase = tokenizer.Lowercase, AddSpecialTokens = addSpecialTokens });
    }

    /// <summary>Where a file of the bundle is; until the bundle is disposed.</summary>
    internal string PathOf(string file) => _files.PathOf(file);

    /// <summary>Loads a model of the bundle, or shares it with who has it.</summary>
    internal ModelLease OpenModel(string file)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_sessions.TryGetValue(file, out ModelSession? session) || !session.TryHold())
            {
                _sessions[file] = session = Load(file);
            }

            _holders++;
            return new ModelLease(session, this);
        }
    }

    /// <summary>Gives up one hold on the files; weights outside of a model are read from them as long as it is loaded.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            if (--_holders == 0)
            {
                _files.Dispose();
            }
        }
    }

    private ModelSession Load(string file)
    {
        try
        {
            return _runtime.Load(PathOf(file));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"Model bundle '{Path}': {e.Message}", e);
        }
    }

    private SharedEncoder Make((EncoderOptions Options, bool Normalize) key)
    {
        try
        {
            return new SharedEncoder(this, _layout, key.Options, key.Normalize);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith("Model bundle", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"Model bundle '{Path}': {e.Message}", e);
        }
    }

    private void Leave((EncoderOptions, bool) key)
    {
        lock (_gate)
        {
            (SharedEncoder encoder, int users) = _encoders[key];
            if (users > 1)
            {
                _encoders[key] = (encoder, users - 1);
                return;
            }

            _encoders.Remove(key);
            encoder.Dispose();
        }
    }

    private EncoderLayout CheckModels()
    {
        Dictionary<string, OnnxModel> models = Manifest.Models.Distinct(StringComparer.Ordinal).ToDictionary(file => file, Read, StringComparer.Ordinal);
        Models = models.ToDictionary(
            model => model.Key,
            model => new BundleModel([.. model.Value.Inputs.Select(input => input.ToString())], [.. model.Value.Outputs.Select(output => output.ToString())], model.Value.DependsOnBatch),
            StringComparer.Ordinal);
        if (Manifest.Projector is { } projector)
        {
            ModelCheck.Projector(Manifest, models[projector.File]);
        }

        if (Manifest.Decoder is { } decoder)
        {
            ModelCheck.Decoder(decoder, models[decoder.File]);
        }

        if (Manifest.Prompt?.Embeddings is { } embeddings)
        {
            ModelCheck.Embeddings(Manifest, models[embeddings]);
        }

        return ModelCheck.Encoder(Manifest.Encoder, models[Manifest.Encoder.File]);
    }

    private OnnxModel Read(string file)
    {
        OnnxModel model;
        try
        {
            model = OnnxReader.Read(PathOf(file));
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidDataException($"{file}: {(e is EndOfStreamException ? ProtoReader.Damaged("it ends too early") : e).Message}", e);
        }

        return model.ExternalFiles.FirstOrDefault(external => !Manifest.Files.ContainsKey(external)) is { } outside
            ? throw new InvalidDataException($"{file}: its weights are in '{outside}'; they must be in the model or in a file that the manifest lists. Export the model with its weights, or list the file.")
            : model;
    }
}
