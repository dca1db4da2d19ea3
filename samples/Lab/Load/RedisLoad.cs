using StackExchange.Redis;

namespace Lab.Load;

/// <summary>Users of Redis. A line is a command; one visit in fifty has a connection of its own.</summary>
internal sealed class RedisLoad(ConfigurationOptions options, IConnectionMultiplexer shared)
{
    public async Task VisitAsync(string line, Random random)
    {
        string[] words = line.Split(' ');
        if (random.Next(50) > 0)
        {
            await shared.GetDatabase().ExecuteAsync(words[0], [.. words[1..]]);
            return;
        }

        await using ConnectionMultiplexer own = await ConnectionMultiplexer.ConnectAsync(options);
        await own.GetDatabase().ExecuteAsync(words[0], [.. words[1..]]);
    }
}
