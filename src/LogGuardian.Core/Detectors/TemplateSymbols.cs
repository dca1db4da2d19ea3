using System.Text.Json;

namespace LogGuardian.Core;

/// <summary>
/// Small numbers for templates, from 0 on; that of a forgotten template is given again. A template that became more general takes over the number of those
/// that it supersedes.
/// </summary>
/// <param name="capacity">Templates with a number; later ones get none.</param>
/// <param name="join">Called when a template supersedes several that have a number: they are the first of these from now on, and the others are free.</param>
internal sealed class TemplateSymbols(int capacity, Action<int[]> join)
{
    /// <summary>The number of a template that has none.</summary>
    public const int Unknown = -1;

    // As many former ids as a template names.
    private const int MaxFormer = 64;

    private Dictionary<ulong, int> _symbols = [];
    private readonly List<LogTemplate?> _templates = [];
    private Stack<int> _free = [];
    private int _joins;

    /// <summary>Templates that have a number.</summary>
    public int Count => _templates.Count - _free.Count;

    /// <summary>One more than the greatest number.</summary>
    public int End => _templates.Count;

    public LogTemplate? TemplateOf(int symbol) => symbol >= 0 && symbol < _templates.Count ? _templates[symbol] : null;

    /// <summary>Writes the number of each line's template.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="symbols">Receives as many numbers.</param>
    /// <param name="add">Whether templates without a number get one.</param>
    public void Read(ReadOnlySpan<ParsedLog> lines, Span<int> symbols, bool add)
    {
        int joins;
        do
        {
            joins = _joins;
            for (int i = 0; i < lines.Length; i++)
            {
                symbols[i] = SymbolOf(lines[i].Template, add);
            }
        }
        while (joins != _joins);
    }

    /// <summary>Gives a number to a template that has none.</summary>
    /// <returns>The number; <see cref="Unknown"/> when there are as many as there may be.</returns>
    public int Add(LogTemplate template)
    {
        if (Count >= capacity)
        {
            return Unknown;
        }

        if (_free.TryPop(out int symbol))
        {
            _templates[symbol] = template;
        }
        else
        {
            symbol = _templates.Count;
            _templates.Add(template);
        }

        _symbols.Add(template.Id.Value, symbol);
        return symbol;
    }

    /// <summary>From now on a template stands for those that it supersedes, even if it had a number beside theirs.</summary>
    public void Unify(LogTemplate general) => Adopt(general);

    /// <summary>Gives numbers to the templates of another one. One that goes by several ids is one with all that have one of these.</summary>
    /// <returns>By the numbers of the other one: the numbers here; <see cref="Unknown"/> where there is none.</returns>
    public int[] Take(TemplateSymbols other)
    {
        ILookup<int, ulong> ids = other._symbols.ToLookup(entry => entry.Value, entry => entry.Key);
        int[] symbols = new int[other.End];
        int joins;
        do
        {
            joins = _joins;
            for (int i = 0; i < symbols.Length; i++)
            {
                symbols[i] = other._templates[i] is { } template ? Take(template, [.. ids[i]]) : Unknown;
            }
        }
        while (joins != _joins);
        return symbols;
    }

    public void Forget(Func<int, bool> isKept)
    {
        foreach ((ulong id, int symbol) in _symbols.ToArray())
        {
            if (!isKept(symbol))
            {
                _symbols.Remove(id);
                Release(symbol);
            }
        }
    }

    /// <summary>Holds what another one holds, which does not change.</summary>
    public void CopyFrom(TemplateSymbols other)
    {
        (_symbols, _free) = (new Dictionary<ulong, int>(other._symbols), new Stack<int>(other._free.Reverse()));
        _templates.Clear();
        _templates.AddRange(other._templates);
    }

    public void Clear()
    {
        _symbols.Clear();
        _templates.Clear();
        _free.Clear();
    }

    public void Save(Utf8JsonWriter writer)
    {
        ILookup<int, ulong> ids = _symbols.ToLookup(entry => entry.Value, entry => entry.Key);
        writer.WriteStartArray();
        foreach (LogTemplate? template in _templates)
        {
            writer.WriteStartObject();
            if (template is not null)
            {
                writer.WriteString("id", template.Id.ToString());
                writer.WriteString("text", template.Text);
                writer.WriteStartArray("former");
                foreach (ulong id in ids[_symbols[template.Id.Value]].Where(id => id != template.Id.Value))
                {
                    writer.WriteStringValue(new TemplateId(id).ToString());
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public void Load(JsonElement saved)
    {
        Clear();
        foreach (JsonElement item in saved.EnumerateArray().Take(capacity))
        {
            if (!item.TryGetProperty("id", out JsonElement id))
            {
                _free.Push(_templates.Count);
                _templates.Add(null);
                continue;
            }

            var template = new LogTemplate(TemplateId.Parse(id.GetString()!), item.GetProperty("text").GetString()!);
            _symbols[template.Id.Value] = _templates.Count;
            foreach (JsonElement former in item.GetProperty("former").EnumerateArray())
            {
                _symbols[TemplateId.Parse(former.GetString()!).Value] = _templates.Count;
            }

            _templates.Add(template);
        }
    }

    /// <summary>A number from a saved state.</summary>
    /// <exception cref="JsonException">No template has it.</exception>
    public int Checked(int symbol) => TemplateOf(symbol) is not null
        ? symbol
        : throw new JsonException(FormattableString.Invariant($"The state names template {symbol}; it must be one of {Count} that it lists. Learn again."));

    private int SymbolOf(LogTemplate template, bool add)
    {
        if (_symbols.TryGetValue(template.Id.Value, out int symbol))
        {
            return symbol;
        }

        if (template.Supersedes.Count > 0 && Adopt(template) is var adopted and not Unknown)
        {
            return adopted;
        }

        return add ? Add(template) : Unknown;
    }

    private int Adopt(LogTemplate template)
    {
        int[] former = [.. template.Supersedes.Append(template.Id).Where(id => _symbols.ContainsKey(id.Value)).Select(id => _symbols[id.Value]).Distinct()];
        if (former.Length == 0)
        {
            return Unknown;
        }

        // Ids that it does not name are kept no longer: their number would have no bound.
        foreach (ulong id in _symbols.Where(entry => former.Contains(entry.Value)).Select(entry => entry.Key).ToArray())
        {
            _symbols.Remove(id);
        }

        foreach (TemplateId id in template.Supersedes.Append(template.Id))
        {
            _symbols[id.Value] = former[0];
        }

        _templates[former[0]] = template;
        if (former.Length > 1)
        {
            _joins++;
            join(former);
            foreach (int other in former.AsSpan(1))
            {
                Release(other);
            }
        }

        return former[0];
    }

    private int Take(LogTemplate template, ulong[] ids)
    {
        int[] own = [.. ids.Where(_symbols.ContainsKey).Select(id => _symbols[id]).Distinct()];
        if (own.Length == 1 && _symbols.ContainsKey(template.Id.Value))
        {
            return own[0];
        }

        if (own.Length > 0)
        {
            IEnumerable<ulong> all = ids.Concat(_symbols.Where(entry => own.Contains(entry.Value)).Select(entry => entry.Key)).Distinct();
            return Adopt(new LogTemplate(template.Id, template.Text)
            {
                Supersedes = [.. all.Where(id => id != template.Id.Value).Take(MaxFormer).Select(id => new TemplateId(id))],
            });
        }

        int added = Add(template);
        foreach (ulong id in added == Unknown ? [] : ids)
        {
            _symbols[id] = added;
        }

        return added;
    }

    private void Release(int symbol)
    {
        if (_templates[symbol] is not null)
        {
            _templates[symbol] = null;
            _free.Push(symbol);
        }
    }
}
