using System.CommandLine;
using System.Data.Common;
using MySqlConnector;
using NATS.Client.Core;
using Npgsql;
using RabbitMQ.Client;
using StackExchange.Redis;

namespace Lab.Load;

/// <summary>The commands that work as users do: <c>load KIND FILE --rate N</c>, until they are ended.</summary>
internal static class LoadCommands
{
    private static readonly Argument<string> Lines = new("lines") { Description = "The file of what they ask for, see WeightedLines." };
    private static readonly Option<double> Rate = new("--rate") { Description = "Visits per second, on average.", Required = true };
    private static readonly Option<int> UnderWay = new("--under-way") { Description = "How many visits at once.", DefaultValueFactory = _ => 200 };
    private static readonly Option<string> At = new("--at") { Description = "Where the server is: a URL, a connection string, or host:port.", Required = true };

    public static void AddTo(RootCommand root)
    {
        var load = new Command("load", "Works as users do until it is ended.");
        var users = new Option<int>("--users") { DefaultValueFactory = _ => 120, Description = "How many users there are." };
        var header = new Option<string?>("--header") { Description = "A header 'NAME: VALUE' of each request." };
        load.Add(Of("http", "Users of a web server.", [At, users, header], async (result, lines, rhythm, token) =>
        {
            using var http = new HttpLoad(new Uri(result.GetValue(At)!), result.GetValue(users), result.GetValue(header));
            await rhythm.RunAsync((random, visit) => http.VisitAsync(lines.Draw(random), random, visit), token);
        }));
        load.Add(Of("postgresql", "Users of PostgreSQL.", [At], (result, lines, rhythm, token) => SqlAsync(NpgsqlDataSource.Create(result.GetValue(At)!), lines, rhythm, token)));
        load.Add(Of("mysql", "Users of MySQL or MariaDB.", [At], (result, lines, rhythm, token) => SqlAsync(new MySqlDataSource(result.GetValue(At)!), lines, rhythm, token)));
        load.Add(Of("redis", "Users of Redis.", [At], async (result, lines, rhythm, token) =>
        {
            ConfigurationOptions options = ConfigurationOptions.Parse(result.GetValue(At)!);
            options.AbortOnConnectFail = false;
            await using ConnectionMultiplexer shared = await ConnectionMultiplexer.ConnectAsync(options);
            var redis = new RedisLoad(options, shared);
            await rhythm.RunAsync((random, _) => redis.VisitAsync(lines.Draw(random), random), token);
        }));
        var messages = new Option<int>("--messages") { DefaultValueFactory = _ => 5, Description = "Messages a visit." };
        var queues = new Option<string[]>("--queue") { Description = "A queue that is consumed; may come several times." };
        load.Add(Of("amqp", "Users of RabbitMQ.", [At, messages, queues], async (result, lines, rhythm, token) =>
        {
            var amqp = new AmqpLoad(new ConnectionFactory { Uri = new Uri(result.GetValue(At)!), AutomaticRecoveryEnabled = false }, result.GetValue(messages));
            Task[] consumers = [.. (result.GetValue(queues) ?? []).Select(queue => amqp.ConsumeAsync(queue, token))];
            await rhythm.RunAsync((random, visit) => amqp.VisitAsync(lines.Draw(random), visit), token);
            await Task.WhenAll(consumers);
        }));
        var subjects = new Option<string[]>("--subject") { Description = "A subject that is subscribed to; may come several times." };
        load.Add(Of("nats", "Users of NATS.", [At, messages, subjects], async (result, lines, rhythm, token) =>
        {
            NatsOpts options = NatsOpts.Default with { Url = result.GetValue(At)!, IgnoreAuthErrorAbort = true, ReconnectWaitMax = TimeSpan.FromSeconds(1) };
            var nats = new NatsLoad(options, result.GetValue(messages));
            Task[] subscribers = [.. (result.GetValue(subjects) ?? []).Select(subject => nats.SubscribeAsync(subject, token))];
            await rhythm.RunAsync((random, visit) => nats.VisitAsync(lines.Draw(random), visit), token);
            await Task.WhenAll(subscribers);
        }));
        load.Add(Of("command", "Users of programs.", [], (_, lines, rhythm, token) => rhythm.RunAsync((random, visit) => CommandLoad.VisitAsync(lines.Draw(random), visit), token)));
        root.Add(load);
    }

    private static Command Of(string name, string description, Option[] options, Func<ParseResult, WeightedLines, Rhythm, CancellationToken, Task> run)
    {
        var command = new Command(name, description) { Lines, Rate, UnderWay };
        foreach (Option option in options)
        {
            command.Add(option);
        }

        command.SetAction(async (result, token) =>
        {
            try
            {
                await run(result, new WeightedLines(result.GetValue(Lines)!), new Rhythm(result.GetValue(Rate), result.GetValue(UnderWay)), token);
            }
            catch (OperationCanceledException)
            {
                // It was ended, as it must be.
            }
        });
        return command;
    }

    private static async Task SqlAsync(DbDataSource database, WeightedLines lines, Rhythm rhythm, CancellationToken cancellationToken)
    {
        await using (database)
        {
            var sql = new SqlLoad(database);
            await rhythm.RunAsync((random, visit) => sql.VisitAsync(lines.Draw(random), visit), cancellationToken);
        }
    }
}
