namespace LogGuardian.Training;

/// <summary>A training cannot go on; the message says what to change. The last checkpoint stays.</summary>
public sealed class TrainingException : Exception
{
    /// <summary>With a message of its own.</summary>
    public TrainingException()
    {
    }

    /// <param name="message">What is wrong, and what to change.</param>
    public TrainingException(string message)
        : base(message)
    {
    }

    /// <param name="message">What is wrong, and what to change.</param>
    /// <param name="innerException">What was noticed.</param>
    public TrainingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
