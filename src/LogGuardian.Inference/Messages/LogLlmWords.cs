namespace LogGuardian.Inference;

/// <summary>The words that LogLLM takes for values.</summary>
internal static class LogLlmWords
{
    private static readonly HashSet<string> Values =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
        "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand", "million",
        "billion", "Mon", "Monday", "Tue", "Tuesday", "Wed", "Wednesday", "Thu", "Thursday", "Fri", "Friday", "Sat", "Saturday", "Sun", "Sunday",
    ];

    private static readonly HashSet<string> Months =
    [
        "Jan", "January", "Feb", "February", "Mar", "March", "Apr", "April", "May", "Jun", "June", "Jul", "July", "Aug", "August", "Sep", "September", "Oct",
        "October", "Nov", "November", "Dec", "December",
    ];

    /// <summary>A number or a day of the week.</summary>
    public static bool IsValue(ReadOnlySpan<char> word) => Values.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    /// <summary>A month; a value with its day only.</summary>
    public static bool IsMonth(ReadOnlySpan<char> word) => Months.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);
}
