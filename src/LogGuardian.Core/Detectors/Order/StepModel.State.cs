using System.Text.Json;

namespace LogGuardian.Core;

/// <content>What was learned, as it ages, is joined and is kept.</content>
internal sealed partial class StepModel
{
    /// <summary>Takes over what another one of the same bounds learned; it does not change.</summary>
    public void CopyFrom(StepModel other)
    {
        Clear();
        _contexts.Clear();
        _contexts.AddRange(other._contexts);
        _steps.AddRange(other._steps);
        _children.CopyFrom(other._children);
        _places.CopyFrom(other._places);
        Symbols.CopyFrom(other.Symbols);
    }

    /// <summary>Adds the steps that another one of the same bounds learned.</summary>
    public void Merge(StepModel other)
    {
        int[] symbols = Symbols.Take(other.Symbols);
        bool isTooMuch = Lines + other.Lines > int.MaxValue;
        int Part(int count) => isTooMuch ? Math.Max(1, count / 2) : count;
        if (isTooMuch)
        {
            Rebuild(symbol => symbol, Part);
        }

        AddAll([.. other._contexts], [.. other._steps], symbol => symbol < 0 ? symbol : symbols[symbol], (context, next, count) =>
            (int)(TryGetStep(context, next, out int place) ? Sightings.Sum(_steps[place].Count, Part(count)) - _steps[place].Count : Part(count)));
        if (_steps.Count > _maxSteps)
        {
            Age();
        }
    }

    public void Save(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("templates");
        Symbols.Save(writer);
        writer.WriteStartArray("contexts");
        foreach (Context context in _contexts.Skip(1))
        {
            writer.WriteNumberValue(context.Parent);
            writer.WriteNumberValue(context.Symbol);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("steps");
        foreach (Step step in _steps)
        {
            writer.WriteNumberValue(step.Context);
            writer.WriteNumberValue(step.Next);
            writer.WriteNumberValue(step.Count);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public void Load(JsonElement section, int version)
    {
        Clear();
        Symbols.Clear();
        if (version == 1)
        {
            LoadPairs(section);
            return;
        }

        Symbols.Load(section.GetProperty("templates"));
        int[] contexts = [.. section.GetProperty("contexts").EnumerateArray().Select(number => number.GetInt32())];
        for (int i = 0; i + 1 < contexts.Length; i += 2)
        {
            Child(Checked("context", contexts[i], _contexts.Count), Checked(contexts[i + 1]));
        }

        int[] steps = [.. section.GetProperty("steps").EnumerateArray().Select(number => number.GetInt32())];
        if (steps.Length % 3 != 0)
        {
            throw new JsonException("The steps end in the middle of one; the state is damaged. Learn again.");
        }

        for (int i = 0; i < steps.Length; i += 3)
        {
            Add(Checked("context", steps[i], _contexts.Count), Checked(steps[i + 1]), Checked("count", steps[i + 2], int.MaxValue));
        }
    }

    private static int Checked(string what, int value, int end) => value >= 0 && value < end
        ? value
        : throw new JsonException(FormattableString.Invariant($"A step has {what} {value}; it must be 0 to {end - 1}. Learn again."));

    private int Checked(int symbol) => symbol is Start or End ? symbol : Symbols.Checked(symbol);

    /// <summary>Version 1 had contexts of no template, of one by its id, and of two by a hash of their ids.</summary>
    private void LoadPairs(JsonElement section)
    {
        var symbols = new Dictionary<ulong, int>();
        foreach (JsonProperty saved in section.GetProperty("templates").EnumerateObject())
        {
            var template = new LogTemplate(TemplateId.Parse(saved.Name), saved.Value.GetString()!);
            symbols[template.Id.Value] = Symbols.Add(template);
        }

        ulong[] numbers = [.. section.GetProperty("steps").EnumerateArray().Select(number => number.GetUInt64())];
        if (numbers.Length % 3 != 0)
        {
            throw new JsonException("The steps end in the middle of one; the state is damaged. Learn again.");
        }

        var contexts = new Dictionary<ulong, int> { [0] = Root };
        foreach ((ulong id, int symbol) in symbols)
        {
            contexts[id] = Child(Root, symbol);
        }

        foreach (ulong[] step in numbers.Chunk(3).Where(step => symbols.ContainsKey(step[0]) && symbols.ContainsKey(step[1])))
        {
            contexts.TryAdd(((step[0] * 0x9E3779B97F4A7C15) ^ step[1]) | 1UL << 63, Child(contexts[step[1]], symbols[step[0]]));
        }

        // Shorter contexts were found first.
        foreach (ulong[] step in numbers.Chunk(3).Where(step => contexts.ContainsKey(step[0]) && symbols.ContainsKey(step[1])).OrderBy(step => contexts[step[0]]))
        {
            Add(contexts[step[0]], symbols[step[1]], (int)Math.Min(step[2], int.MaxValue));
        }
    }

    /// <summary>Halves every count and forgets the rarest steps, until a quarter of the room is free.</summary>
    private void Age()
    {
        int least = 2;
        while (_steps.Count(step => step.Count >= least) > _maxSteps / 4 * 3)
        {
            least *= 2;
        }

        Rebuild(symbol => symbol, count => count >= least ? Math.Max(1, count / 2) : 0);

        // What is in a context was a step itself, and more often.
        Symbols.Forget(symbol => TryGetStep(Root, symbol, out _));
    }

    /// <summary>Several templates turned out to be the first of them.</summary>
    private void Join(int[] former) => Rebuild(symbol => former.Contains(symbol) ? former[0] : symbol, count => count);

    /// <summary>Counts everything anew; a step whose count becomes 0 is forgotten.</summary>
    private void Rebuild(Func<int, int> symbolOf, Func<int, int> countOf)
    {
        Context[] contexts = [.. _contexts];
        Step[] steps = [.. _steps];
        Clear();
        AddAll(contexts, steps, symbolOf, (_, _, count) => countOf(count));
    }

    /// <summary>Counts steps; one to, from or after what is unknown is left out, and so is one whose count is 0.</summary>
    private void AddAll(Context[] contexts, Step[] steps, Func<int, int> symbolOf, Func<int, int, int, int> countOf)
    {
        int[] places = new int[contexts.Length];
        foreach (Step step in steps)
        {
            int next = symbolOf(step.Next);
            if (next != TemplateSymbols.Unknown && Place(step.Context) is >= 0 and var context && countOf(context, next, step.Count) is > 0 and var count)
            {
                Add(context, next, count);
            }
        }

        int Place(int context)
        {
            if (context != Root && places[context] == 0)
            {
                int parent = Place(contexts[context].Parent);
                int symbol = symbolOf(contexts[context].Symbol);
                places[context] = parent < 0 || symbol == TemplateSymbols.Unknown ? -1 : Child(parent, symbol);
            }

            return places[context];
        }
    }

    /// <summary>Counts a step of a context of which the shorter ones were counted before.</summary>
    private void Add(int context, int next, int by) =>
        Count(context, next, context != Root && TryGetStep(_contexts[context].Parent, next, out int shorter) ? shorter : -1, by);

    private void Clear()
    {
        _children.Clear();
        _places.Clear();
        _contexts.Clear();
        _contexts.Add(Context.Empty);
        _steps.Clear();
    }
}
