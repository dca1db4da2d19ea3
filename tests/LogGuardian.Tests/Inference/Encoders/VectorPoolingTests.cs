using LogGuardian.Inference;

namespace LogGuardian.Tests.Inference.Encoders;

public sealed class VectorPoolingTests
{
    // Two tokens, and one that fills up.
    private static readonly float[] Rows = [1, -2, 3, 4, 100, 100];

    [Theory]
    [InlineData(EncoderPooling.Cls, 1f, -2f)]
    [InlineData(EncoderPooling.None, 1f, -2f)]
    [InlineData(EncoderPooling.Mean, 2f, 1f)]
    [InlineData(EncoderPooling.Max, 3f, 4f)]
    public void Pool_Rows_LeavesOutWhatFillsUp(EncoderPooling pooling, float first, float second)
    {
        float[] vector = new float[2];
        VectorPooling.Pool(pooling, Rows, 2, vector);
        Assert.Equal([first, second], vector);
    }

    [Theory]
    [InlineData(3f, 4f, true, 0.6f)]
    [InlineData(0f, 0f, false, 0f)]
    [InlineData(float.NaN, 1f, false, float.NaN)]
    [InlineData(float.PositiveInfinity, 1f, false, float.PositiveInfinity)]
    public void TryFinish_Vector_HasTheLengthOneOrNoDirection(float first, float second, bool has, float expected)
    {
        float[] vector = [first, second];
        Assert.Equal(has, VectorPooling.TryFinish(vector, normalize: true));
        Assert.Equal(expected, vector[0]);
    }
}
