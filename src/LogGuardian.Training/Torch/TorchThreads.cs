using TorchSharp;

namespace LogGuardian.Training;

/// <summary>How many threads compute. Torch keeps the number for each thread that calls it, and work wanders over those of the pool: sums of another number of parts are rounded otherwise.</summary>
internal static class TorchThreads
{
    private static int _count;

    /// <summary>For the whole process from now on.</summary>
    public static void Set(int count)
    {
        _count = count;
        Use();
    }

    /// <summary>Lets what this thread computes next have as many as all others.</summary>
    public static void Use()
    {
        if (_count > 0 && torch.get_num_threads() != _count)
        {
            torch.set_num_threads(_count);
        }
    }
}
