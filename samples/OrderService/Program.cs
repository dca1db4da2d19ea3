using OrderService.Recording;

namespace OrderService;

/// <summary>One executable, five roles: the order service itself and what its recording needs around it.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] args)
    {
        Arguments arguments = Arguments.Parse(args);
        switch (arguments.Text("role", "service"))
        {
            case "service":
                await ServiceHost.RunAsync(arguments);
                return 0;
            case "payment":
                await PaymentProvider.RunAsync(arguments);
                return 0;
            case "load":
                await LoadDriver.RunAsync(arguments);
                return 0;
            case "hog":
                await ConnectionHog.RunAsync(arguments);
                return 0;
            case "label":
                return Labeller.Run(arguments);
            default:
                await Console.Error.WriteLineAsync("Unknown role; known are service, payment, load, hog and label.");
                return 2;
        }
    }
}
