using LogGuardian.TestModels;

// dotnet run --project tests/TestModels -- <folder> [--encoder 4x128] [--decoder 2x128|none] [--int8] [--masks typed] [--failure "kernel panic"] [--seed 1]
const string Usage = "Usage: TestModels <folder> [--encoder 4x128] [--decoder 2x128|none] [--int8] [--masks template|typed|logllm|none] [--failure <message>] [--seed <number>]\n       TestModels train <model> <runs>";
if (args is ["train", { } model, { } runs])
{
    int code = await TrainingSample.RunAsync(model, runs, TimeSpan.FromMilliseconds(40));

    // Whoever kills it may be late; it ends when there is no more input.
    await Console.In.ReadToEndAsync();
    return code;
}

if (args is not [{ } folder, .. string[] rest] || folder.StartsWith('-'))
{
    Console.Error.WriteLine(Usage);
    return 1;
}

var options = new TestBundleOptions { Encoder = new ModelShape(4, 128) };
try
{
    for (int i = 0; i < rest.Length; i++)
    {
        string Value() => ++i < rest.Length ? rest[i] : throw new ArgumentException($"{rest[^1]} needs a value.");
        options = rest[i] switch
        {
            "--encoder" => options with { Encoder = ModelShape.Parse(Value()) },
            "--decoder" => Value() is var shape && shape == "none" ? options with { Decoder = null } : options with { Decoder = ModelShape.Parse(shape) },
            "--int8" => options with { Quantized = true },
            "--masks" => options with { Masks = Value() },
            "--failure" => options with { Failure = Value() },
            "--seed" => options with { Seed = int.Parse(Value(), System.Globalization.CultureInfo.InvariantCulture) },
            _ => throw new ArgumentException($"'{rest[i]}' is not known."),
        };
    }
}
catch (Exception e) when (e is ArgumentException or FormatException)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(Usage);
    return 1;
}

new TestBundle(options).Write(folder);
Console.WriteLine($"{folder}: encoder {options.Encoder}, decoder {options.Decoder?.ToString() ?? "none"}{(options.Quantized ? ", int8" : "")}");
return 0;
