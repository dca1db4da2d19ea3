using System.Buffers;
using System.Text;

namespace LogGuardian.Core;

/// <summary>Keys are the values of named parameters, of fields of a JSON line, and what follows a name in the text.</summary>
internal sealed partial class NamedSessionKeys(string[] names) : SessionKeys
{
    private static readonly SearchValues<byte> ValueEnd = SearchValues.Create(" \t\r\n,;&|()[]{}<>\"'"u8);
    private readonly byte[][] _assignments = [.. names.Select(name => Encoding.UTF8.GetBytes(name + "="))];
    private readonly bool _isPrefixed = names.Length > 1;

    public override void Find(in ParsedLog log, SessionKeySet keys)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (!FindParameter(log, i, keys) && !FindField(log, i, keys))
            {
                FindAssignment(log.Content.Span, i, keys);
            }
        }
    }

    private bool FindParameter(in ParsedLog log, int name, SessionKeySet keys)
    {
        IReadOnlyList<string?> known = log.Template.ParameterNames;
        ReadOnlySpan<Parameter> parameters = log.Parameters.Span;
        bool found = false;
        for (int i = 0; i < Math.Min(known.Count, parameters.Length); i++)
        {
            if (known[i] == names[name])
            {
                found = true;
                Add(log.Content.Span.Slice(parameters[i].Start, parameters[i].Length), name, keys);
            }
        }

        return found;
    }

    private void FindAssignment(ReadOnlySpan<byte> content, int name, SessionKeySet keys)
    {
        byte[] assignment = _assignments[name];
        for (int from = 0, found; (found = content[from..].IndexOf(assignment)) >= 0;)
        {
            int start = from + found;
            from = start + assignment.Length;
            if (start > 0 && IsOfName(content[start - 1]))
            {
                continue;
            }

            ReadOnlySpan<byte> value = content[from..].TrimStart("\"'"u8);
            int end = value.IndexOfAny(ValueEnd);
            Add(end < 0 ? value : value[..end], name, keys);
        }
    }

    private void Add(ReadOnlySpan<byte> value, int name, SessionKeySet keys)
    {
        if (value.IsEmpty)
        {
            return;
        }

        int prefix = _isPrefixed ? names[name].Length + 1 : 0;
        char[] rented = ArrayPool<char>.Shared.Rent(prefix + value.Length);
        if (_isPrefixed)
        {
            names[name].CopyTo(rented);
            rented[prefix - 1] = '=';
        }

        int length = Encoding.UTF8.GetChars(value, rented.AsSpan(prefix));
        keys.Add(rented.AsSpan(0, prefix + length));
        ArrayPool<char>.Shared.Return(rented);
    }

    private static bool IsOfName(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'-' or (byte)'.';
}
