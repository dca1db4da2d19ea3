namespace LogGuardian.Hosting;

internal sealed class DelegateHandler(Func<Detection, CancellationToken, ValueTask> handle) : IDetectionHandler
{
    public string Name { get; } = handle.Method.DeclaringType is { } type ? $"{type.Name}.{handle.Method.Name}" : handle.Method.Name;

    public ValueTask HandleAsync(Detection detection, CancellationToken cancellationToken = default) => handle(detection, cancellationToken);
}
