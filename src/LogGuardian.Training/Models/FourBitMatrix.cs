using TorchSharp;
using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Training;

/// <summary>
/// A matrix that does not learn, in 4.5 bits a number: NF4 of QLoRA (Dettmers et al., arXiv 2305.14314). Numbers that follow each other row by row are blocks of 64; of a block the largest magnitude is kept
/// as float32, and of each number which of 16 shares of that magnitude is nearest. Equal matrices give equal bits, and what was given back gives the same again.
/// </summary>
internal sealed class FourBitMatrix : IDisposable
{
    /// <summary>Numbers with one scale.</summary>
    public const int Block = 64;

    // Numbers that are rounded, or whole in a product, at once. Large pieces, which come and go between what stays, would leave the memory of a processor full of gaps.
    private const long NumbersAtOnce = 1 << 19;

    // Of all bytes the shares of both halves, so that one look gives two numbers.
    private readonly Tensor _pairs;
    private readonly long[] _shape;

    /// <param name="matrix">[rows, columns]; stays as it is.</param>
    public FourBitMatrix(Tensor matrix)
    {
        using IDisposable scope = NewDisposeScope();
        using IDisposable fixedWeights = no_grad();
        _shape = matrix.shape;
        Tensor numbers = matrix.detach().to(ScalarType.Float32).flatten();
        if (numbers.numel() % Block is > 0 and var more)
        {
            numbers = cat([numbers, zeros(Block - more, device: matrix.device)]);
        }

        (Tensor Codes, Tensor Scales)[] parts = [.. numbers.reshape(-1, Block).split(NumbersAtOnce / Block).Select(Round)];
        Codes = new TorchParameter(cat([.. parts.Select(part => part.Codes)]).DetachFromDisposeScope(), requires_grad: false);
        Scales = new TorchParameter(cat([.. parts.Select(part => part.Scales)]).DetachFromDisposeScope(), requires_grad: false);
        float[] high = [.. Enumerable.Range(0, 256).Select(pair => Levels[pair >> 4])], low = [.. Enumerable.Range(0, 256).Select(pair => Levels[pair & 15])];
        _pairs = complex(tensor(high), tensor(low)).to(matrix.device).DetachFromDisposeScope();
    }

    /// <summary>The shares that numbers are rounded to: 0, 1, −1, and means of quantiles of the normal distribution between them, as its authors published them.</summary>
    public static IReadOnlyList<float> Levels { get; } =
    [
        -1, -0.6961928009986877f, -0.5250730514526367f, -0.39491748809814453f, -0.28444138169288635f, -0.18477343022823334f, -0.09105003625154495f, 0,
        0.07958029955625534f, 0.16093020141124725f, 0.24611230194568634f, 0.33791524171829224f, 0.44070982933044434f, 0.5626170039176941f, 0.7229568362236023f, 1,
    ];

    /// <summary>[(numbers + 1) / 2], bytes: the earlier of two numbers in the higher half. The last block is full.</summary>
    public TorchParameter Codes { get; }

    /// <summary>[blocks], float32.</summary>
    public TorchParameter Scales { get; }

    /// <summary>Rows of the matrix.</summary>
    public long Rows => _shape[0];

    /// <summary>Rows that are whole at once, a multiple of <see cref="Block"/>, so that they begin with one; all on a GPU, which is better off so.</summary>
    public long RowsAtOnce => Codes.device_type == DeviceType.CPU ? Math.Max(1, NumbersAtOnce / _shape[1] / Block) * Block : Rows;

    /// <summary>The rounded numbers.</summary>
    public Tensor ToTensor(ScalarType type) => ToTensor(type, 0, Rows);

    /// <summary>The rounded numbers of some rows.</summary>
    /// <param name="type">What they become.</param>
    /// <param name="from">The first row, a multiple of <see cref="RowsAtOnce"/>.</param>
    /// <param name="count">How many.</param>
    public Tensor ToTensor(ScalarType type, long from, long count)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable fixedWeights = no_grad();
        long first = from * _shape[1] / Block, blocks = ((count * _shape[1]) + Block - 1) / Block;
        Tensor codes = Codes.narrow(0, first * (Block / 2), blocks * (Block / 2)).to(ScalarType.Int32);
        Tensor numbers = view_as_real(_pairs.index_select(0, codes)).reshape(-1, Block).mul_(Scales.narrow(0, first, blocks).unsqueeze(1));
        return numbers.flatten().narrow(0, 0, count * _shape[1]).reshape(count, _shape[1]).to(type).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        Codes.Dispose();
        Scales.Dispose();
        _pairs.Dispose();
    }

    /// <param name="blocks">[blocks, <see cref="Block"/>].</param>
    private static (Tensor Codes, Tensor Scales) Round(Tensor blocks)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor scales = blocks.abs().amax([1], keepdim: true);

        // In a block of zeros 0/0 is the last share, and that times 0 is 0 again.
        Tensor edges = tensor(Levels.Skip(1).Zip(Levels, (upper, lower) => (float)(((double)upper + lower) / 2)).ToArray(), device: blocks.device);
        Tensor codes = bucketize(blocks / scales, edges, outInt32: true).reshape(-1, 2);
        Tensor bytes = (codes * tensor([16, 1], device: blocks.device)).sum(1).to(ScalarType.Byte);
        return (bytes.MoveToOuterDisposeScope(), scales.flatten().MoveToOuterDisposeScope());
    }
}
