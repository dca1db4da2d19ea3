namespace LogGuardian;

/// <summary>The stages given to the builder do not make a detector. Lists every problem with the call that fixes it.</summary>
public sealed class DetectorConfigurationException : InvalidOperationException
{
    /// <summary>Creates the exception.</summary>
    public DetectorConfigurationException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public DetectorConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public DetectorConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal DetectorConfigurationException(IReadOnlyList<string> problems)
        : base("The detector cannot be built:" + string.Concat(problems.Select(problem => Environment.NewLine + "- " + problem))) => Problems = problems;

    /// <summary>The problems, each with the call that fixes it.</summary>
    public IReadOnlyList<string> Problems { get; } = [];
}
