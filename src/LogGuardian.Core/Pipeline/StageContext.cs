using Microsoft.Extensions.Logging;

namespace LogGuardian;

/// <summary>What every stage may use: the clock, logging and the seed of all randomness.</summary>
/// <param name="Clock">The clock.</param>
/// <param name="Logging">Makes loggers.</param>
/// <param name="Seed">Seed for anything random, so that runs repeat.</param>
public sealed record StageContext(TimeProvider Clock, ILoggerFactory Logging, int Seed);
