using Microsoft.ML.OnnxRuntime;

namespace LogGuardian.Inference;

/// <summary>A loaded model. Safe for concurrent runs; it is closed when nobody holds it and no run is under way.</summary>
internal sealed class ModelSession(InferenceSession session, string file, string provider)
{
    private static readonly string[] MemoryWords = ["bad_alloc", "Failed to allocate memory", "is smaller than requested bytes of", "out of memory", "STATUS_ALLOC_FAILED"];
    private int _holders = 1;

    public string File { get; } = file;

    /// <summary>What it runs on.</summary>
    public string Provider { get; } = provider;

    /// <summary>
    /// Whether inputs lie in the memory that the model reads. Elsewhere they are copied when they are bound, so that new values must be bound again.
    /// </summary>
    public bool ReadsBoundInputs => Provider == ExecutionProvider.Cpu;

    public InferenceSession Inner => session;

    /// <summary>
    /// Whether memory was missing. There is no code for it, only words: those of the standard library, of an arena that grows, of one that has reached its limit, of CUDA, and of cuBLAS and
    /// cuDNN.
    /// </summary>
    internal static bool IsOutOfMemory(OnnxRuntimeException e) =>
        MemoryWords.Any(words => e.Message.Contains(words, StringComparison.Ordinal));

    internal static InvalidOperationException OutOfMemory(string file, Exception cause) => new(
        $"{file}: there is not enough memory for the model. Use a smaller one, such as int8, smaller batches, or raise {nameof(ModelOptions)}.{nameof(ModelOptions.MaxDeviceBytes)} on a GPU.", cause);

    /// <summary>Runs the model once. Cancellation ends it between two of its operators.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="InvalidOperationException">The run failed.</exception>
    public void Run(OrtIoBinding binding, RunOptions run, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ObjectDisposedException.ThrowIf(!TryHold(), this);
        try
        {
            using (cancellationToken.UnsafeRegister(static state => ((RunOptions)state!).Terminate = true, run))
            {
                session.RunWithBinding(run, binding);
            }
        }
        catch (OnnxRuntimeException e) when (run.Terminate)
        {
            throw new OperationCanceledException("The run was cancelled.", e, cancellationToken);
        }
        catch (OnnxRuntimeException e)
        {
            throw IsOutOfMemory(e) ? OutOfMemory(File, e) : new InvalidOperationException($"{File}: the model failed: {ModelRuntime.FirstLine(e)}", e);
        }
        finally
        {
            run.Terminate = false;
            Release();
        }
    }

    /// <summary>Holds it once more, unless it is closed.</summary>
    public bool TryHold()
    {
        for (int holders = Volatile.Read(ref _holders); holders > 0;)
        {
            int seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
            {
                return true;
            }

            holders = seen;
        }

        return false;
    }

    /// <summary>Gives up one hold; the last one closes the model.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
        {
            session.Dispose();
        }
    }
}
