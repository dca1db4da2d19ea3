using System.Globalization;
using Lab.Running;

namespace Lab.Faults;

/// <summary>What an action acts on.</summary>
/// <param name="System">The system.</param>
/// <param name="Arguments">What stands behind the action's name.</param>
/// <param name="Seconds">How long it lasts.</param>
internal sealed record FaultContext(LabSystem System, IReadOnlyList<string> Arguments, double Seconds)
{
    public int Number(int index) => index < Arguments.Count && int.TryParse(Arguments[index], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        ? number
        : throw new InvalidDataException($"Argument {index + 1} of '{string.Join(' ', Arguments)}' is missing or no number; the action needs one there.");

    public string Text(int index) => index < Arguments.Count
        ? Arguments[index]
        : throw new InvalidDataException($"'{string.Join(' ', Arguments)}' lacks argument {index + 1}; the action needs it.");
}
