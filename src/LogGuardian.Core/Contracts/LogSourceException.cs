namespace LogGuardian;

/// <summary>A source as a whole cannot be read. The message names the source, what is wrong and what to do.</summary>
public sealed class LogSourceException : IOException
{
    /// <summary>Creates the exception.</summary>
    public LogSourceException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public LogSourceException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public LogSourceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
