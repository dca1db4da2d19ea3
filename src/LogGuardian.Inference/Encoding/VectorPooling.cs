using System.Numerics.Tensors;

namespace LogGuardian.Inference;

/// <summary>Makes one vector of those of a message's tokens.</summary>
internal static class VectorPooling
{
    /// <param name="pooling">How.</param>
    /// <param name="rows">The vectors of the tokens, and of what fills the message up.</param>
    /// <param name="count">How many of them are tokens'.</param>
    /// <param name="vector">Receives the vector.</param>
    public static void Pool(EncoderPooling pooling, ReadOnlySpan<float> rows, int count, Span<float> vector)
    {
        int size = vector.Length;
        rows[..size].CopyTo(vector);
        if (pooling is EncoderPooling.Cls or EncoderPooling.None)
        {
            return;
        }

        for (int row = 1; row < count; row++)
        {
            ReadOnlySpan<float> next = rows.Slice(row * size, size);
            if (pooling == EncoderPooling.Mean)
            {
                TensorPrimitives.Add(vector, next, vector);
            }
            else
            {
                TensorPrimitives.Max(vector, next, vector);
            }
        }

        if (pooling == EncoderPooling.Mean)
        {
            TensorPrimitives.Divide(vector, count, vector);
        }
    }

    /// <summary>Checks a vector, and brings it to length 1.</summary>
    /// <returns>Whether it has a direction.</returns>
    public static bool TryFinish(Span<float> vector, bool normalize)
    {
        float length = TensorPrimitives.Norm(vector);
        if (!float.IsFinite(length) || length <= 0)
        {
            return false;
        }

        if (normalize)
        {
            TensorPrimitives.Divide(vector, length, vector);
        }

        return true;
    }
}
