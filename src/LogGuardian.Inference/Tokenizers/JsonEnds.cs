using System.Text.Json;

namespace LogGuardian.Inference;

/// <summary>Reads from the post-processor of <c>tokenizer.json</c> what every text begins and ends with.</summary>
internal static class JsonEnds
{
    public static (int[] Before, int[] After) Read(JsonElement? json)
    {
        if (json is not { } processor)
        {
            return ([], []);
        }

        string type = processor.RequiredText("type");
        switch (type)
        {
            case "ByteLevel":
                return ([], []);
            case "BertProcessing" or "RobertaProcessing":
                return ([Second(processor, "cls")], [Second(processor, "sep")]);
            case "TemplateProcessing":
                return Template(processor);
            case "Sequence":
                int[] before = [];
                int[] after = [];
                foreach (JsonElement inner in processor.Required("processors", JsonValueKind.Array).EnumerateArray())
                {
                    (int[] outerBefore, int[] outerAfter) = Read(inner);
                    before = [.. outerBefore, .. before];
                    after = [.. after, .. outerAfter];
                }

                return (before, after);
            default:
                throw JsonFields.Unsupported(
                    $"the post-processor '{type}'", "Supported are BertProcessing, RobertaProcessing, TemplateProcessing, ByteLevel and Sequence.");
        }
    }

    private static int Second(JsonElement processor, string name)
    {
        JsonElement pair = processor.Required(name, JsonValueKind.Array);
        return pair.GetArrayLength() == 2
            ? pair[1].ToInt(name)
            : throw new InvalidDataException($"The tokenizer's field '{name}' is {pair.GetRawText()}; it must be a token and its id. Export tokenizer.json again.");
    }

    private static (int[] Before, int[] After) Template(JsonElement processor)
    {
        var ends = (Before: new List<int>(), After: new List<int>());
        List<int> now = ends.Before;
        JsonElement known = processor.Required("special_tokens", JsonValueKind.Object);
        foreach (JsonElement item in processor.Required("single", JsonValueKind.Array).EnumerateArray())
        {
            if (item.Field("SpecialToken") is { } special)
            {
                JsonElement ids = known.Required(special.RequiredText("id"), JsonValueKind.Object).Required("ids", JsonValueKind.Array);
                now.AddRange(ids.EnumerateArray().Select(id => id.ToInt("ids")));
            }
            else if (item.Field("Sequence") is { } sequence && sequence.RequiredText("id") == "A" && now == ends.Before)
            {
                now = ends.After;
            }
            else
            {
                throw JsonFields.Unsupported($"the template part {item.GetRawText()}", "A template of single texts has special tokens and the sequence A once.");
            }
        }

        return now == ends.After
            ? ([.. ends.Before], [.. ends.After])
            : throw new InvalidDataException("The tokenizer's template has no sequence A: no text would be encoded. Export tokenizer.json again.");
    }
}
