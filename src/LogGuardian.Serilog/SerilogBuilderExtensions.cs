using LogGuardian.Serilog;

namespace LogGuardian;

/// <summary>Adds Serilog as a source.</summary>
public static class SerilogBuilderExtensions
{
    /// <summary>
    /// Reads what Serilog sinks of a name write: those that configuration added as <c>"WriteTo": [{ "Name": "LogGuardian" }]</c>, or code without a channel. It does not matter which comes first, sink
    /// or reader, and a sink that takes the place of one that was disposed is read after it; the source ends with its cancellation alone. Each sink has one reader at a time.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name of the sink, its argument <c>name</c>; by default <c>app</c>.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static AnomalyDetectorBuilder FromSerilog(this AnomalyDetectorBuilder builder, string name = "app")
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        return builder.From(new AnnouncedSource(name));
    }
}
