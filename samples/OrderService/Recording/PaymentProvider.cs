namespace OrderService.Recording;

/// <summary>The payment provider of the recording: a loopback service whose behaviour can be switched while it runs.</summary>
internal static class PaymentProvider
{
    public static async Task RunAsync(Arguments arguments)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls(arguments.Text("url", "http://127.0.0.1:5081"));
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        await using WebApplication app = builder.Build();

        var random = new Random((int)arguments.Number("seed", 11));
        var gate = new Lock();
        string mode = "normal";

        app.MapPut("/admin/mode/{next}", (string next) =>
        {
            mode = next;
            return Results.Text(mode);
        });
        app.MapPost("/captures", async (CaptureRequest request, CancellationToken cancellation) =>
        {
            int wait, number;
            double fate;
            lock (gate)
            {
                fate = random.NextDouble();
                number = random.Next(100_000, 999_999);
                wait = mode switch
                {
                    "slow" => random.Next(600, 1600),
                    "stuck" => random.Next(3000, 6000),
                    _ when random.NextDouble() < 0.012 => random.Next(320, 900),
                    _ => random.Next(5, 40),
                };
            }

            await Task.Delay(wait, cancellation);

            // A rare hiccup of the first attempt only, so that the second one always makes up for it.
            if (mode == "failing" || (mode == "normal" && request.Attempt == 1 && fate < 0.012))
            {
                return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
            }

            if (fate > 0.97)
            {
                string code = fate > 0.99 ? "insufficient_funds" : "do_not_honor";
                return Results.Json(new CaptureAnswer(null, code), statusCode: StatusCodes.Status402PaymentRequired);
            }

            return Results.Ok(new CaptureAnswer($"PAY-{number}-{request.Order % 97:D2}", null));
        });
        await app.RunAsync();
    }
}
