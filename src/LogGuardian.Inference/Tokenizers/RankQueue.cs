namespace LogGuardian.Inference;

/// <summary>A heap in an array that is large enough: the least number leaves first.</summary>
internal static class RankQueue
{
    public static void Push(long[] heap, ref int count, long value)
    {
        int at = count++;
        for (int parent = (at - 1) >> 1; at > 0 && heap[parent] > value; parent = (at - 1) >> 1)
        {
            heap[at] = heap[parent];
            at = parent;
        }

        heap[at] = value;
    }

    public static long Pop(long[] heap, ref int count)
    {
        long least = heap[0];
        long last = heap[--count];
        int at = 0;
        for (int child = 1; child < count; child = (2 * at) + 1)
        {
            child += child + 1 < count && heap[child + 1] < heap[child] ? 1 : 0;
            if (heap[child] >= last)
            {
                break;
            }

            heap[at] = heap[child];
            at = child;
        }

        heap[at] = last;
        return least;
    }
}
