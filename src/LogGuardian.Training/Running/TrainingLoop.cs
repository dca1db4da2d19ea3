using static TorchSharp.torch;
using TorchParameter = TorchSharp.Modules.Parameter;

namespace LogGuardian.Training;

/// <summary>
/// Works through stages. All randomness comes from the seed and the number of the step, so that a training that was stopped goes on as if it had not been.
/// </summary>
/// <param name="options">What holds for all stages.</param>
/// <param name="stop">When a stage ends early; null for never.</param>
/// <param name="checkpoints">Where states are kept; null for nowhere.</param>
/// <param name="report">Hears of every step.</param>
internal sealed class TrainingLoop(LoopOptions options, EarlyStopping? stop, Checkpoints? checkpoints, Action<TrainingProgress>? report)
{
    private static readonly Dictionary<string, double> Nothing = [];

    /// <summary>Runs the stages that are left.</summary>
    /// <returns>Whether a stage ended early.</returns>
    /// <exception cref="TrainingException">A loss or a gradient is not a number, or there is not enough memory.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; a checkpoint of the last step stays.</exception>
    public bool Run(IReadOnlyList<TrainingStage> stages, CancellationToken cancellationToken)
    {
        CheckpointState? resumed = checkpoints?.Latest();
        if (resumed is not null && (resumed.Stage >= stages.Count || stages[resumed.Stage].Name != resumed.Name))
        {
            throw new TrainingException(FormattableString.Invariant(
                $"The checkpoint is of stage {resumed.Stage + 1}, '{resumed.Name}'; the stages are {string.Join(", ", stages.Select(stage => stage.Name))}. Go on with the kind of training that the run is of, or begin in another folder."));
        }

        long total = 0;
        bool isEarly = false;
        if (options.Threads > 0)
        {
            TorchThreads.Set(options.Threads);
        }

        TorchThreads.Use();

        for (int i = resumed?.Stage ?? 0; i < stages.Count; i++)
        {
            if (stages[i].Options.Epochs > 0)
            {
                using StageWork work = stages[i].Prepare();
                CheckpointState state = resumed?.Stage == i ? resumed : new(i, stages[i].Name, 0, total, PlateauState.Start, EarlyStoppingState.Start);
                using var run = new StageRun(stages[i], work, options, stop, checkpoints, report);
                (total, bool ended) = run.Run(state, isResumed: resumed?.Stage == i, cancellationToken);
                isEarly |= ended;
            }
        }

        return isEarly;
    }

    /// <summary>One stage.</summary>
    private sealed class StageRun : IDisposable
    {
        private readonly TrainingStage _stage;
        private readonly StageWork _work;
        private readonly LoopOptions _options;
        private readonly EarlyStopping? _stop;
        private readonly Checkpoints? _checkpoints;
        private readonly Action<TrainingProgress>? _report;
        private readonly TorchParameter[] _learns;
        private readonly AdamW _optimizer;
        private readonly Dictionary<string, Tensor> _best = new(StringComparer.Ordinal);

        public StageRun(TrainingStage stage, StageWork work, LoopOptions options, EarlyStopping? stop, Checkpoints? checkpoints, Action<TrainingProgress>? report)
        {
            (_stage, _work, _options, _stop, _checkpoints, _report) = (stage, work, options, stop, checkpoints, report);
            _learns = [.. work.Learns.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => each.Value)];
            _optimizer = new AdamW(_learns, options.WeightDecay);
        }

        public (long Total, bool IsEarly) Run(CheckpointState state, bool isResumed, CancellationToken cancellationToken)
        {
            int[] order = OrderOf(state.Stage, 0);
            int perEpoch = (order.Length + _options.BatchSize - 1) / _options.BatchSize;
            if (perEpoch == 0)
            {
                throw new TrainingException($"Stage '{_stage.Name}' has no samples; it must have at least one. Give it more windows, or leave the stage out with 0 epochs.");
            }

            if (isResumed)
            {
                _checkpoints!.Restore(state, _work.Kept, _best, _optimizer);
            }

            long steps = _stage.Options.StepsOf(order.Length, _options.BatchSize) + _stage.MoreSteps;
            LearningRateSchedule schedule = _stage.Options.Schedule with { TotalSteps = steps };
            int epoch = 0;
            bool isOver = IsOver(state);
            while (state.Step < steps && !isOver)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    SaveStopped(state);
                    throw new OperationCanceledException(cancellationToken);
                }

                if (state.Step / perEpoch != epoch)
                {
                    epoch = (int)(state.Step / perEpoch);
                    order = OrderOf(state.Stage, epoch);
                }

                int from = (int)(state.Step % perEpoch) * _options.BatchSize;
                double rate = _stage.Options.LearningRate * schedule.ShareAt(state.Step, state.Plateau);
                double loss = Step(state, order.AsSpan(from, Math.Min(_options.BatchSize, order.Length - from)), rate);
                state = state with { Step = state.Step + 1, Total = state.Total + 1 };
                IReadOnlyDictionary<string, double> metrics = (state.Step % perEpoch == 0 || state.Step == steps) && _work.Validate is not null ? _work.Validate() : Nothing;
                if (metrics.TryGetValue(HeldBackMetrics.AveragePrecision, out double value))
                {
                    state = After(state, schedule, value);
                }

                _report?.Invoke(new TrainingProgress(_stage.Name, state.Step, steps, state.Total, (double)state.Step / perEpoch, loss, rate, metrics));
                isOver = IsOver(state);
                if (_checkpoints is not null && (state.Step % _options.CheckpointEvery == 0 || state.Step == steps || isOver))
                {
                    _checkpoints.Save(state, _work.Kept, _best, _optimizer);
                }
            }

            TakeBest();
            return (state.Total, isOver && state.Step < steps);
        }

        public void Dispose()
        {
            _optimizer.Dispose();
            foreach (Tensor weights in _best.Values)
            {
                weights.Dispose();
            }
        }

        /// <summary>Before its first step a stage has nothing that the checkpoint of the one before has not.</summary>
        private void SaveStopped(CheckpointState state)
        {
            if (state.Step > 0)
            {
                _checkpoints?.Save(state, _work.Kept, _best, _optimizer);
            }
        }

        private bool IsOver(CheckpointState state) => _stop is not null && _stop.IsOver(state.Stopping);

        /// <summary>Takes note of a measurement, and of the weights when they did better than all before.</summary>
        private CheckpointState After(CheckpointState state, LearningRateSchedule schedule, double value)
        {
            EarlyStoppingState stopping = (_stop ?? new EarlyStopping()).After(state.Stopping, value, state.Step);

            // Of weights that did equally well the later ones have learned more, though it is no gain.
            if (stopping.BestStep == state.Step || value == state.Stopping.Best)
            {
                using IDisposable scope = no_grad();
                foreach ((string name, TorchParameter weights) in _work.Learns)
                {
                    if (_best.Remove(name, out Tensor? old))
                    {
                        old.Dispose();
                    }

                    _best.Add(name, weights.detach().clone().DetachFromDisposeScope());
                }
            }

            return state with { Stopping = stopping, Plateau = schedule.After(state.Plateau, value) };
        }

        private void TakeBest()
        {
            using IDisposable scope = no_grad();
            foreach ((string name, Tensor weights) in _best)
            {
                _work.Learns[name].copy_(weights);
            }
        }

        private double Step(CheckpointState state, ReadOnlySpan<int> samples, double rate)
        {
            int seed = SeedOf(state.Stage, state.Step);
            var random = new Random(seed);
            manual_seed(seed);
            _optimizer.Clear();
            double sum = Descend(state, samples.ToArray(), random);
            double length = nn.utils.clip_grad_norm_(_learns.Where(weights => weights.grad is not null), _options.MaxGradient);
            if (!double.IsFinite(sum) || !double.IsFinite(length))
            {
                throw new TrainingException(FormattableString.Invariant(
                    $"Stage '{_stage.Name}', step {state.Step + 1}: the loss is {sum} and its gradient {length}; both must be finite. Lower the learning rate, which is {rate:g3}, and go on from the last checkpoint."));
            }

            _optimizer.Step(rate);
            return sum;
        }

        /// <summary>Adds the gradients of all parts up.</summary>
        private double Descend(CheckpointState state, int[] samples, Random random)
        {
            try
            {
                double sum = 0;
                foreach (Func<Tensor> part in _work.Objective.Parts(samples, _options.MicroBatchSize, random))
                {
                    using IDisposable scope = NewDisposeScope();
                    using Tensor loss = part();
                    FourBitProduct.Backward(loss);
                    sum += loss.item<float>();
                }

                return sum;
            }
            catch (Exception e) when (TorchMemory.IsOut(e))
            {
                throw new TrainingException(FormattableString.Invariant(
                    $"Stage '{_stage.Name}', step {state.Step + 1}: there is not enough memory for {Math.Min(samples.Length, _options.MicroBatchSize)} samples at once. Lower {nameof(LoopOptions.MicroBatchSize)}, which is {_options.MicroBatchSize}, and go on from the last checkpoint."), e);
            }
        }

        private int[] OrderOf(int stage, int epoch)
        {
            int[] order = _work.Objective.Order(new Random(SeedOf(~stage, epoch)));
            return order[..Math.Min(order.Length, _stage.Options.MaxSamples)];
        }

        private int SeedOf(int stage, long number) =>
            unchecked((int)((((((uint)_options.Seed * 0x9E3779B97F4A7C15UL) + (uint)stage) * 0xBF58476D1CE4E5B9UL) + ((ulong)number * 0x94D049BB133111EBUL)) >> 33));
    }
}
