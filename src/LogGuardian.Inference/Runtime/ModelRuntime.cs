using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.OnnxRuntime;

namespace LogGuardian.Inference;

/// <summary>The one place where ONNX sessions are made.</summary>
internal sealed partial class ModelRuntime(ModelOptions options)
{
    private readonly ILogger _logger = options.LoggerFactory?.CreateLogger<ModelRuntime>() ?? (ILogger)NullLogger.Instance;

    /// <summary>Loads a model.</summary>
    /// <param name="path">Its file.</param>
    /// <exception cref="InvalidOperationException">ONNX Runtime, the provider or the memory is missing; the message says what to do.</exception>
    /// <exception cref="InvalidDataException">ONNX Runtime does not take the model.</exception>
    public ModelSession Load(string path)
    {
        string[] available = Available();
        if (options.Provider == ExecutionProvider.Cpu)
        {
            return Load(path, ExecutionProvider.Cpu);
        }

        if (!available.Contains(ExecutionProvider.NativeName(options.Provider), StringComparer.Ordinal))
        {
            return FallBack(path, $"the native library has only {string.Join(", ", available)}", null);
        }

        try
        {
            return Load(path, options.Provider);
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or InvalidOperationException)
        {
            return FallBack(path, FirstLine(e), e);
        }
    }

    /// <summary>Of a message of ONNX Runtime what people can use: it goes on with places in its source.</summary>
    internal static string FirstLine(Exception e) => e.Message.Split('\n')[0].Trim();

    private static string[] Available()
    {
        try
        {
            return OrtEnv.Instance().GetAvailableProviders();
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or TypeInitializationException)
        {
            throw new InvalidOperationException(
                "The native library of ONNX Runtime is missing or does not fit; the application brings it. Reference the package Microsoft.ML.OnnxRuntime, or Microsoft.ML.OnnxRuntime.Gpu for CUDA, in the version of Microsoft.ML.OnnxRuntime.Managed.", e);
        }
    }

    private ModelSession FallBack(string path, string problem, Exception? cause)
    {
        if (!options.FallBackToCpu)
        {
            throw new InvalidOperationException(
                $"The execution provider '{options.Provider}' cannot be used: {problem}. Reference {ExecutionProvider.Package(options.Provider)} on a machine with the device and its driver, use 'cpu', or set {nameof(ModelOptions)}.{nameof(ModelOptions.FallBackToCpu)}.", cause);
        }

        LogFellBack(options.Provider, problem);
        return Load(path, ExecutionProvider.Cpu);
    }

    private ModelSession Load(string path, string provider)
    {
        using SessionOptions session = Settings();
        if (provider != ExecutionProvider.Cpu)
        {
            ExecutionProvider.Append(session, options);
        }

        try
        {
            var loaded = new ModelSession(new InferenceSession(path, session), Path.GetFileName(path), provider);
            LogLoaded(loaded.File, provider);
            return loaded;
        }
        catch (OnnxRuntimeException e) when (ModelSession.IsOutOfMemory(e))
        {
            throw ModelSession.OutOfMemory(Path.GetFileName(path), e);
        }
        catch (OnnxRuntimeException e) when (provider == ExecutionProvider.Cpu)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)}: ONNX Runtime does not take the model: {FirstLine(e)} Export it anew for ONNX Runtime {OrtEnv.Instance().GetVersionString()}.", e);
        }
    }

    private SessionOptions Settings()
    {
        var session = new SessionOptions
        {
            IntraOpNumThreads = options.Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,

            // A pattern is kept for each shape, and messages have many; without patterns, what is kept does not grow.
            EnableMemoryPattern = false,

            // Problems come as exceptions; ONNX Runtime would write them to standard error, too.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };

        // Threads that wait for work would burn a core that others need.
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        session.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        return session;
    }

    [LoggerMessage(1, LogLevel.Information, "Model {File} runs on {Provider}.")]
    private partial void LogLoaded(string file, string provider);

    [LoggerMessage(2, LogLevel.Warning, "Execution provider {Provider} cannot be used, models run on the CPU: {Problem}.")]
    private partial void LogFellBack(string provider, string problem);
}
