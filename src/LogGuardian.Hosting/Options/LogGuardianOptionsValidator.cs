using System.Globalization;
using Microsoft.Extensions.Options;

namespace LogGuardian.Hosting;

/// <summary>Names the key of each value that breaks a rule, the rule and what to do.</summary>
internal sealed class LogGuardianOptionsValidator : IValidateOptions<LogGuardianOptions>
{
    public ValidateOptionsResult Validate(string? name, LogGuardianOptions options)
    {
        var problems = new List<string>();
        Check(options, problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Select(problem => $"{LogGuardianOptions.SectionOf(name ?? "")}:{problem}"));
    }

    /// <summary>Checks and copies options.</summary>
    /// <param name="options">The options.</param>
    /// <param name="problems">Receives what is wrong, each beginning with the key.</param>
    public static LogGuardianOptions Check(LogGuardianOptions options, List<string> problems)
    {
        T Try<T>(string prefix, T value, Func<T> check)
        {
            try
            {
                return check();
            }
            catch (ArgumentException e)
            {
                // Without the lines that the framework appends.
                string message = e.Message.Split('\n')[0].TrimEnd('\r');
                int appended = message.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
                problems.Add(prefix + (appended < 0 ? message : message[..appended]));
                return value;
            }
        }

        void Require(bool holds, string key, object? value, string rule)
        {
            if (!holds)
            {
                problems.Add(string.Create(CultureInfo.InvariantCulture, $"{key} is {value}; {rule}."));
            }
        }

        Require(!options.Files.Any(string.IsNullOrWhiteSpace), "Files", $"'{string.Join("', '", options.Files)}'", "no path may be empty; remove it");
        Require(options.Threshold is null or (> 0 and <= 1), "Threshold", options.Threshold, "it must be more than 0, at most 1, such as 0.5");
        Require(options.FalseAlarms is null || options.Threshold is null, "FalseAlarms", options.FalseAlarms, "it must not be set together with Threshold; keep one of them");
        Require(options.Parallelism is >= 1 and <= 64, "Parallelism", options.Parallelism, "it must be 1 to 64");
        Require(
            options.Deadline is null || (options.Deadline > TimeSpan.Zero && options.Deadline <= TimeSpan.FromHours(1)),
            "Deadline",
            options.Deadline,
            "it must be more than zero, at most one hour; leave it out for none");
        Require(
            options.HandlerTimeout >= TimeSpan.FromMilliseconds(10) && options.HandlerTimeout <= TimeSpan.FromHours(1),
            "HandlerTimeout",
            options.HandlerTimeout,
            "it must be 10 milliseconds to one hour, such as 00:00:30");
        if (options.FalseAlarms is { } alarms)
        {
            _ = Try("FalseAlarms: ", null, () => LogGuardian.Threshold.FalseAlarmBudget(alarms, options.FalseAlarmsPer));
        }

        return options with
        {
            Files = [.. options.Files],
            Window = Try("Window:", options.Window, options.Window.Validated),
            State = Try("State:", options.State, options.State.Validated),
            Learning = Try("Learning:", options.Learning, () => Checked(options.Learning, (builder, learning) => builder.WithLearning(learning))),
            Incidents = Try("Incidents:", options.Incidents, () => Checked(options.Incidents, (builder, incidents) => builder.GroupIncidents(incidents))),
            Channel = Try("Channel:", options.Channel, () => Checked(options.Channel, (_, channel) => new LogChannel(options: channel).Dispose())),
        };
    }

    // The options of the other packages check themselves where they enter.
    private static T Checked<T>(T options, Action<AnomalyDetectorBuilder, T> enter)
    {
        enter(new AnomalyDetectorBuilder(), options);
        return options;
    }
}
