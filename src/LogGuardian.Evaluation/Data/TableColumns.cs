using System.Text;

namespace LogGuardian.Evaluation;

/// <summary>0-based places of the columns that are read; -1 where there is none.</summary>
internal sealed record TableColumns(int Message, int Label, int Time, int Session, int System)
{
    public int Highest => Math.Max(Math.Max(Math.Max(Message, Label), Math.Max(Time, Session)), System);

    /// <exception cref="InvalidDataException">A column that is asked for is not there.</exception>
    public static TableColumns Find(string path, IReadOnlyList<string> names, EvaluationDataOptions options)
    {
        string[] heading = [.. names.Select(name => LogText.Decode(Encoding.Latin1.GetBytes(name)).TrimStart('\uFEFF').Trim())];
        return new TableColumns(
            Place(options.MessageColumn, nameof(options.MessageColumn)),
            Place(options.LabelColumn, nameof(options.LabelColumn)),
            Place(options.TimeColumn, nameof(options.TimeColumn)),
            Place(options.SessionColumn, nameof(options.SessionColumn)),
            Place(options.SystemColumn, nameof(options.SystemColumn)));

        int Place(string? name, string option)
        {
            int place = name is null ? -1 : Array.FindIndex(heading, cell => cell.Equals(name, StringComparison.OrdinalIgnoreCase));
            return name is null || place >= 0 ? place : throw new InvalidDataException(
                $"'{path}' has no column '{name}'; it has {string.Join(", ", heading.Select(cell => $"'{LogText.Printable(cell, 40)}'"))}. Set {option} to one of them.");
        }
    }
}
