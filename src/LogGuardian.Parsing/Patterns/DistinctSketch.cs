using System.Numerics;
using System.Text.Json;

namespace LogGuardian.Parsing;

/// <summary>
/// How many different values came: HyperLogLog (Flajolet, Fusy, Gandouet, Meunier 2007) over 64-bit hashes. Up to <see cref="MaxExact"/> values
/// are kept and the answer is exact; beyond that 1,024 registers give a standard error of 3.3 %. The registers are read by Ertl's improved
/// estimator (2017), which needs neither linear counting nor a switch to it and so has no bump of bias where the two meet.
/// </summary>
internal sealed class DistinctSketch
{
    /// <summary>1.04 / √1024: of three answers about two are nearer than this.</summary>
    public const double StandardError = 0.0325;

    // As many as fit into the room that the registers will take.
    private const int MaxExact = 128;
    private const int LeastExact = 4;
    private const int IndexBits = 10;
    private const int Registers = 1 << IndexBits;
    private const int RankBits = 64 - IndexBits;

    private ulong[] _exact = new ulong[LeastExact];
    private int _exactCount;
    private byte[]? _registers;

    public bool IsExact => _registers is null;

    public void Add(ulong hash)
    {
        if (_registers is not null)
        {
            Mark(_registers, hash);
            return;
        }

        if (_exact.AsSpan(0, _exactCount).Contains(hash))
        {
            return;
        }

        if (_exactCount == MaxExact)
        {
            Mark(Estimate(), hash);
            return;
        }

        if (_exactCount == _exact.Length)
        {
            Array.Resize(ref _exact, 2 * _exactCount);
        }

        _exact[_exactCount++] = hash;
    }

    public long Count() => _registers is null ? _exactCount : (long)Math.Round(Read(_registers));

    /// <summary>Takes over what another sketch saw: the result is that of one sketch that saw both.</summary>
    public void Merge(DistinctSketch other)
    {
        if (other._registers is null)
        {
            foreach (ulong hash in other._exact.AsSpan(0, other._exactCount))
            {
                Add(hash);
            }

            return;
        }

        byte[] registers = _registers ?? Estimate();
        for (int i = 0; i < Registers; i++)
        {
            registers[i] = Math.Max(registers[i], other._registers[i]);
        }
    }

    public void Save(Utf8JsonWriter writer)
    {
        if (_registers is not null)
        {
            writer.WriteBase64StringValue(_registers);
            return;
        }

        writer.WriteStartArray();
        foreach (ulong hash in _exact.AsSpan(0, _exactCount))
        {
            writer.WriteNumberValue(hash);
        }

        writer.WriteEndArray();
    }

    /// <summary>Puts what was saved into an empty sketch.</summary>
    public void Load(JsonElement saved)
    {
        if (saved.ValueKind == JsonValueKind.String)
        {
            byte[] registers = saved.GetBytesFromBase64();
            _registers = registers.Length == Registers && registers.Max() <= RankBits + 1
                ? registers
                : throw new JsonException(FormattableString.Invariant($"Distinct values have {registers.Length} registers; there must be {Registers}, each at most {RankBits + 1}."));
            return;
        }

        foreach (JsonElement hash in saved.EnumerateArray())
        {
            Add(hash.GetUInt64());
        }
    }

    /// <summary>Goes over to registers.</summary>
    private byte[] Estimate()
    {
        byte[] registers = _registers = new byte[Registers];
        foreach (ulong hash in _exact.AsSpan(0, _exactCount))
        {
            Mark(registers, hash);
        }

        _exact = [];
        _exactCount = 0;
        return registers;
    }

    /// <summary>The first bits choose a register; it keeps the highest position of the first 1 among the others, 1 to 55.</summary>
    private static void Mark(byte[] registers, ulong hash)
    {
        int rank = Math.Min(BitOperations.LeadingZeroCount(hash << IndexBits), RankBits) + 1;
        ref byte register = ref registers[hash >> RankBits];
        register = Math.Max(register, (byte)rank);
    }

    private static double Read(byte[] registers)
    {
        Span<int> withRank = stackalloc int[RankBits + 2];
        withRank.Clear();
        foreach (byte rank in registers)
        {
            withRank[rank]++;
        }

        double sum = Registers * Tau(1 - ((double)withRank[RankBits + 1] / Registers));
        for (int rank = RankBits; rank >= 1; rank--)
        {
            sum = 0.5 * (sum + withRank[rank]);
        }

        sum += Registers * Sigma((double)withRank[0] / Registers);
        return Registers * (double)Registers / (2 * Math.Log(2) * sum);
    }

    /// <summary>Ertl's σ: what registers that nothing hit say.</summary>
    private static double Sigma(double x)
    {
        if (x >= 1)
        {
            return double.PositiveInfinity;
        }

        double power = 1;
        double sum = x;
        double before;
        do
        {
            x *= x;
            before = sum;
            sum += x * power;
            power += power;
        }
        while (sum > before);
        return sum;
    }

    /// <summary>Ertl's τ: what registers at their end say.</summary>
    private static double Tau(double x)
    {
        if (x is <= 0 or >= 1)
        {
            return 0;
        }

        double power = 1;
        double sum = 1 - x;
        double before;
        do
        {
            x = Math.Sqrt(x);
            before = sum;
            power *= 0.5;
            sum -= (1 - x) * (1 - x) * power;
        }
        while (sum < before);
        return sum / 3;
    }
}
