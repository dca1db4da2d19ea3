using System.IO.Hashing;
using System.Numerics.Tensors;
using System.Text;

namespace LogGuardian.Tests.TestKit;

/// <summary>
/// An encoder without weights: the words of a template and their parts of three to five letters, each hashed to a number and a sign. Templates with the same words, or words of the
/// same stem, are close; that "refused" is like "denied" it does not know.
/// </summary>
internal sealed class HashedWords(int dimension = 256) : IMessageEncoder
{
    public string Identity => "hashed-words-1";

    public int Dimension => dimension;

    public UInt128 KeyOf(in ParsedLog log) => log.Template.Id.Value;

    public ValueTask EncodeAsync(ReadOnlyMemory<ParsedLog> logs, Memory<float> vectors, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (int i = 0; i < logs.Length; i++)
        {
            Encode(logs.Span[i].Template.Text, vectors.Span.Slice(i * dimension, dimension));
        }

        return ValueTask.CompletedTask;
    }

    public static void Encode(string text, Span<float> vector)
    {
        vector.Clear();
        foreach (string word in Words(text))
        {
            Add(word, 1, vector);
            string marked = "^" + word + "$";
            for (int length = 3; length <= 5; length++)
            {
                for (int at = 0; at + length <= marked.Length; at++)
                {
                    Add(marked.Substring(at, length), 0.4f, vector);
                }
            }
        }

        if (TensorPrimitives.Norm<float>(vector) is var length0 and > 0)
        {
            TensorPrimitives.Divide(vector, length0, vector);
        }
        else
        {
            vector[0] = 1;
        }
    }

    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        bool isPlaceholder = false;
        foreach (char c in text + " ")
        {
            isPlaceholder = c == '<' || (isPlaceholder && c != '>');
            if (char.IsLetter(c) && !isPlaceholder)
            {
                word.Append(char.ToLowerInvariant(c));
            }
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
    }

    private static void Add(string gram, float weight, Span<float> vector)
    {
        ulong hash = XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(gram));
        vector[(int)(hash % (ulong)vector.Length)] += (hash >> 63) == 0 ? weight : -weight;
    }
}
