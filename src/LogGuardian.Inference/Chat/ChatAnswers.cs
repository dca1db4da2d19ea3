namespace LogGuardian.Inference;

/// <summary>Answers by what was asked. What is being asked is not asked again meanwhile: the others wait for that answer, or for its failure.</summary>
internal sealed class ChatAnswers(int capacity)
{
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<UInt128, ChatAnswer> _answers = [];
    private readonly Dictionary<UInt128, Task<ChatAnswer>> _asked = [];

    /// <returns>The answer, and whether it was there or on its way.</returns>
    public async ValueTask<(ChatAnswer Answer, bool IsKnown)> GetAsync(UInt128 key, Func<CancellationToken, ValueTask<ChatAnswer>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            TaskCompletionSource<ChatAnswer>? own = null;
            Task<ChatAnswer>? asked;
            lock (_gate)
            {
                if (_answers.Remove(key, out ChatAnswer? known))
                {
                    _answers.Add(key, known);
                    return (known, true);
                }

                if (!_asked.TryGetValue(key, out asked))
                {
                    own = new TaskCompletionSource<ChatAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
                    _asked.Add(key, own.Task);
                }
            }

            if (own is not null)
            {
                return (await AskAsync(key, own, ask, cancellationToken).ConfigureAwait(false), false);
            }

            await ((Task)asked!).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (!asked.IsCanceled)
            {
                return (await asked.ConfigureAwait(false), true);
            }

            // Whoever asked was cancelled; this one was not.
        }
    }

    private async ValueTask<ChatAnswer> AskAsync(
        UInt128 key, TaskCompletionSource<ChatAnswer> own, Func<CancellationToken, ValueTask<ChatAnswer>> ask, CancellationToken cancellationToken)
    {
        try
        {
            ChatAnswer answer = await ask(cancellationToken).ConfigureAwait(false);
            End(key, answer);
            own.SetResult(answer);
            return answer;
        }
        catch (OperationCanceledException)
        {
            End(key, null);
            own.SetCanceled(CancellationToken.None);
            throw;
        }
        catch (Exception e)
        {
            End(key, null);
            own.SetException(e);

            // Where nobody waits, nobody else would look at it.
            _ = own.Task.Exception;
            throw;
        }
    }

    private void End(UInt128 key, ChatAnswer? answer)
    {
        lock (_gate)
        {
            _asked.Remove(key);
            if (answer is null)
            {
                return;
            }

            _answers[key] = answer;
            if (_answers.Count > capacity)
            {
                _answers.RemoveAt(0);
            }
        }
    }
}
