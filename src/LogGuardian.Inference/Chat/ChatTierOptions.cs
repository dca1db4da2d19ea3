using System.Globalization;
using LogGuardian.Inference;
using Microsoft.Extensions.AI;

namespace LogGuardian;

/// <summary>Options of the tier that asks a chat model.</summary>
public sealed record ChatTierOptions
{
    /// <summary>What the model is told of the logs and of what is normal for them, at most 2,000 characters; null, the default, for nothing. It is sent as it is.</summary>
    public string? Background { get; set; }

    /// <summary>
    /// What every request is made with: the model's id, temperature, effort, what else the client understands. The format of the answer, tools and the most output tokens are the
    /// tier's own. Null, the default, for nothing.
    /// </summary>
    public ChatOptions? Request { get; set; }

    /// <summary>Lines of a window that are shown to the model; default 60, range 1 to 1,000. Of more, one of each template is shown first, the rarest before the others.</summary>
    public int MaxLines { get; set; } = 60;

    /// <summary>Tokens that a model may answer with, its reasoning included where it counts as output; default 1,000, range 50 to 100,000.</summary>
    public int MaxOutputTokens { get; set; } = 1_000;

    /// <summary>
    /// Tokens, input and output, that a window may cost; default 8,000, range 1,000 to 1,000,000. Half of it is for the request, from which so many lines are left out that it fits, and half for asking
    /// once more when the answer cannot be used. At least 1,000 more for each half than <see cref="MaxOutputTokens"/>.
    /// </summary>
    public int TokensPerWindow { get; set; } = 8_000;

    /// <summary>Tokens, input and output, that may be spent in an hour of the clock; default 200,000, at least 0. Null for no limit.</summary>
    public long? TokensPerHour { get; set; } = 200_000;

    /// <summary>Tokens, input and output, that may be spent in a day (UTC); default 2,000,000, at least 0. Null for no limit.</summary>
    public long? TokensPerDay { get; set; } = 2_000_000;

    /// <summary>Price of a million input tokens, in any currency; default 0, as for a local model.</summary>
    public decimal InputPrice { get; set; }

    /// <summary>Price of a million output tokens, in the same currency; default 0.</summary>
    public decimal OutputPrice { get; set; }

    /// <summary>Money that may be spent in an hour of the clock, in the currency of the prices, one of which must be given. Null, the default, for no limit.</summary>
    public decimal? CostPerHour { get; set; }

    /// <summary>Money that may be spent in a day (UTC). Null, the default, for no limit.</summary>
    public decimal? CostPerDay { get; set; }

    /// <summary>How long an answer is waited for; default 30 seconds, range 10 ms to 1 hour.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests that are under way at a time; default 2, range 1 to 64.</summary>
    public int Concurrency { get; set; } = 2;

    /// <summary>Windows in a row without an answer after which the model is left alone for <see cref="BreakFor"/>; default 5, range 2 to 1,000.</summary>
    public int BreakAfter { get; set; } = 5;

    /// <summary>How long a model that does not answer is left alone, before one window tries again; default 1 minute, range 1 second to 1 day.</summary>
    public TimeSpan BreakFor { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Answers that are kept for windows which look the same to the model; default 256, range 1 to 4,096. Beyond that the one used longest ago leaves first.</summary>
    public int MaxAnswers { get; set; } = 256;

    /// <summary>Whether addresses of the Internet Protocol are replaced, too; default true.</summary>
    public bool RedactAddresses { get; set; } = true;

    /// <summary>What else must not reach the model, beside secrets and personal data; default nothing, at most 32 rules. They apply before the built-in ones.</summary>
    public IReadOnlyList<RedactionRule> Redactions { get; set; } = [];

    /// <summary>
    /// Counts what is asked, spent and replaced, and holds the budgets: pipelines that share one share their budgets. Null, the default, for one of the pipeline's own, whose
    /// counts only the meter shows.
    /// </summary>
    public ChatUsage? Usage { get; set; }

    internal ChatTierOptions Validated()
    {
        Check(MaxLines, nameof(MaxLines), 1, 1_000, 60);
        Check(MaxOutputTokens, nameof(MaxOutputTokens), 50, 100_000, 1_000);
        Check(TokensPerWindow, nameof(TokensPerWindow), 1_000, 1_000_000, 8_000);
        Check(Concurrency, nameof(Concurrency), 1, 64, 2);
        Check(BreakAfter, nameof(BreakAfter), 2, 1_000, 5);
        Check(MaxAnswers, nameof(MaxAnswers), 1, 4_096, 256);
        Check(Timeout, nameof(Timeout), TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1), "00:00:30");
        Check(BreakFor, nameof(BreakFor), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), "00:01:00");
        CheckMoney(TokensPerHour, nameof(TokensPerHour));
        CheckMoney(TokensPerDay, nameof(TokensPerDay));
        CheckMoney(InputPrice, nameof(InputPrice));
        CheckMoney(OutputPrice, nameof(OutputPrice));
        CheckMoney(CostPerHour, nameof(CostPerHour));
        CheckMoney(CostPerDay, nameof(CostPerDay));
        int least = 2 * (MaxOutputTokens + 1_000);
        if (TokensPerWindow < least)
        {
            throw new ArgumentOutOfRangeException(
                nameof(TokensPerWindow),
                TokensPerWindow,
                string.Create(CultureInfo.InvariantCulture, $"TokensPerWindow is {TokensPerWindow}; with a MaxOutputTokens of {MaxOutputTokens} it must be at least {least}. Lower MaxOutputTokens, or raise it."));
        }

        if ((CostPerHour ?? CostPerDay) is not null && InputPrice == 0 && OutputPrice == 0)
        {
            throw new ArgumentException("CostPerHour or CostPerDay is given without a price, so that nothing would ever cost anything. Set InputPrice and OutputPrice, per million tokens.");
        }

        if (Background?.Length > 2_000)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Background has {Background.Length} characters; it must have at most 2000. Say less: every request holds it."));
        }

        if (Redactions is null || Redactions.Count > Redactor.MaxRules)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Redactions has {Redactions?.Count.ToString(CultureInfo.InvariantCulture) ?? "no"} rules; it must be a list of at most {Redactor.MaxRules}. Join rules of the same name."));
        }

        RedactionRule[] rules = [.. Redactions];
        _ = new Redactor(rules, RedactAddresses);
        return this with { Redactions = rules, Request = Request?.Clone() };
    }

    private static void Check<T>(T value, string name, T least, T most, object usual)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be {least} to {most}. The default is {usual}."));
        }
    }

    private static void CheckMoney(decimal? value, string name)
    {
        if (value < 0)
        {
            throw new ArgumentOutOfRangeException(name, value, string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; it must be at least 0. Set it to null for no limit, a price to 0."));
        }
    }
}
