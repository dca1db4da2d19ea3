namespace LogGuardian.Inference;

/// <summary>One user's hold on a model that others may use, too.</summary>
internal sealed class ModelLease(ModelSession session, ModelBundle bundle) : IDisposable
{
    private int _disposed;

    public ModelSession Session { get; } = session;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Session.Release();
            bundle.Release();
        }
    }
}
