using System.Diagnostics;
using System.Globalization;
using DefaultModel;
using LogGuardian.Inference;
using LogGuardian.Training;

// Trains the model that the package LogGuardian.Inference carries, from files of this repository alone, and writes it with its card. Run by eng/default-model.sh.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is not ([string, string] or [string, string, "--without-lab"]))
{
    Console.Error.WriteLine("usage: DefaultModel <repository> <new folder> [--without-lab]");
    return 2;
}

(string root, string folder) = (args[0], args[1]);

var clock = Stopwatch.StartNew();
IReadOnlyList<InputFile> inputs = InputFile.Find(root, withLab: args.Length == 2);
string zip = Path.Combine(folder, "default-model.zip");
(PooledModel model, TrainingSet set, IReadOnlyDictionary<string, double> results) = await Recipe.TrainAsync(root, inputs, folder, message => Console.WriteLine($"{clock.Elapsed:h\\:mm\\:ss}  {message}"));
using (model)
{
    var card = new ModelCard { Name = "default", License = "MIT", Text = Recipe.Card(inputs, set, results) };
    model.Card = card;
    model.Save();
    await ModelExport.WriteAsync(model, zip, new ModelExportOptions { General = true, Sample = set });
    using ModelBundle bundle = ModelBundle.Open(zip);
    bundle.Verify();
    DefaultModelRecord record = DefaultModelRecord.Of(bundle, card, inputs, results, clock.Elapsed);
    record.Write(Path.Combine(folder, "default-model.json"));
    Console.WriteLine($"{clock.Elapsed:h\\:mm\\:ss}  {zip}: {record.ZipBytes:N0} bytes, bundle {record.Bundle}");
    foreach ((string name, double value) in results)
    {
        Console.WriteLine($"         {name} {value:0.0000}");
    }
}

return 0;
