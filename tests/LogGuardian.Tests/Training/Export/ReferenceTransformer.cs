using LogGuardian.Training;

namespace LogGuardian.Tests.Training.Export;

/// <summary>The equations of encoder and decoder as loops over doubles, by the names that Hugging Face gives weights: what written models are compared with.</summary>
internal static class ReferenceTransformer
{
    /// <summary>What an encoder gives for each token.</summary>
    public static double[][] Encode(EncoderShape shape, IReadOnlyDictionary<string, Weight> weights, long[] ids)
    {
        Weight words = weights["embeddings.word_embeddings.weight"];
        Weight places = weights["embeddings.position_embeddings.weight"];
        Weight types = weights["embeddings.token_type_embeddings.weight"];
        int width = shape.Hidden;
        double[][] x = [.. ids.Select((id, at) => Enumerable.Range(0, width)
            .Select(i => (double)words.Values[(id * width) + i] + places.Values[(at * width) + i] + types.Values[i]).ToArray())];
        double[] Norm(double[] row, string name) => LayerNorm(row, weights[name + ".weight"].Values, weights[name + ".bias"].Values, shape.Epsilon);
        x = [.. x.Select(row => Norm(row, "embeddings.LayerNorm"))];
        for (int n = 0; n < shape.Layers; n++)
        {
            string layer = $"encoder.layer.{n}.";
            double[][] Dense(double[][] rows, string name) => [.. rows.Select(row => Linear(row, weights[layer + name + ".weight"], weights[layer + name + ".bias"]))];
            double[][] seen = Attend(
                shape.Heads, shape.Heads, Dense(x, "attention.self.query"), Dense(x, "attention.self.key"), Dense(x, "attention.self.value"), isCausal: false);
            x = [.. Sum(x, Dense(seen, "attention.output.dense")).Select(row => Norm(row, layer + "attention.output.LayerNorm"))];
            double[][] inner = [.. Dense(x, "intermediate.dense").Select(row => row.Select(value => value / 2 * (1 + TestModels.ReferenceModel.Erf(value / Math.Sqrt(2)))).ToArray())];
            x = [.. Sum(x, Dense(inner, "output.dense")).Select(row => Norm(row, layer + "output.LayerNorm"))];
        }

        return x;
    }

    /// <summary>The mean of rows at the length 1.</summary>
    public static float[] Pool(double[][] rows)
    {
        double[] mean = [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Average(row => row[i]))];
        double length = Math.Sqrt(mean.Sum(value => value * value));
        return [.. mean.Select(value => (float)(value / length))];
    }

    /// <summary>What a projector makes of a vector.</summary>
    public static double[] Project(IReadOnlyDictionary<string, Weight> weights, IEnumerable<float> vector) => Linear([.. vector], weights["weight"], weights["bias"]);

    /// <summary>The logits of each row.</summary>
    public static double[][] Decode(DecoderShape shape, IReadOnlyDictionary<string, Weight> weights, double[][] rows)
    {
        double[][] x = rows;
        double[] Norm(double[] row, string name) => RootNorm(row, weights[name].Values, shape.Epsilon);
        for (int n = 0; n < shape.Layers; n++)
        {
            string layer = $"model.layers.{n}.";
            double[] Dense(double[] row, string name) => Linear(row, weights[$"{layer}{name}.weight"], weights.GetValueOrDefault($"{layer}{name}.bias"));
            double[][] normed = [.. x.Select(row => Norm(row, layer + "input_layernorm.weight"))];
            double[][] queries = [.. normed.Select((row, at) => Turn(shape, Dense(row, "self_attn.q_proj"), at))];
            double[][] keys = [.. normed.Select((row, at) => Turn(shape, Dense(row, "self_attn.k_proj"), at))];
            double[][] values = [.. normed.Select(row => Dense(row, "self_attn.v_proj"))];
            double[][] seen = Attend(shape.Heads, shape.KeyHeads, queries, keys, values, isCausal: true);
            x = Sum(x, [.. seen.Select(row => Dense(row, "self_attn.o_proj"))]);
            normed = [.. x.Select(row => Norm(row, layer + "post_attention_layernorm.weight"))];
            x = Sum(x, [.. normed.Select(row =>
            {
                double[] up = Dense(row, "mlp.up_proj");
                return Dense([.. Dense(row, "mlp.gate_proj").Select((gate, i) => gate / (1 + Math.Exp(-gate)) * up[i])], "mlp.down_proj");
            })]);
        }

        Weight head = weights[shape.TiedEmbeddings ? "model.embed_tokens.weight" : "lm_head.weight"];
        return [.. x.Select(row => Linear(Norm(row, "model.norm.weight"), head, null))];
    }

    private static double[] Linear(double[] x, Weight weight, Weight? bias)
    {
        double[] y = new double[weight.Shape[0]];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = bias?.Values[i] ?? 0;
            for (int j = 0; j < x.Length; j++)
            {
                y[i] += x[j] * weight.Values[(i * x.Length) + j];
            }
        }

        return y;
    }

    private static double[] LayerNorm(double[] x, float[] gain, float[] bias, double epsilon)
    {
        double mean = x.Average();
        double deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + epsilon);
        return [.. x.Select((value, i) => ((value - mean) / deviation * gain[i]) + bias[i])];
    }

    private static double[] RootNorm(double[] x, float[] gain, double epsilon)
    {
        double root = Math.Sqrt(x.Average(value => value * value) + epsilon);
        return [.. x.Select((value, i) => value / root * gain[i])];
    }

    private static double[][] Sum(double[][] a, double[][] b) => [.. a.Zip(b, (left, right) => left.Zip(right, (l, r) => l + r).ToArray())];

    /// <summary>The frequencies as Hugging Face words them: by wave lengths.</summary>
    private static double Frequency(DecoderShape shape, int pair)
    {
        double frequency = 1 / Math.Pow(shape.RopeBase, 2.0 * pair / shape.HeadWidth);
        if (shape.RopeScaling is not { } scaling)
        {
            return frequency;
        }

        if (scaling.HighFrequency == 0)
        {
            return frequency / scaling.Factor;
        }

        double wave = 2 * Math.PI / frequency;
        if (wave < scaling.OriginalRows / scaling.HighFrequency)
        {
            return frequency;
        }

        if (wave > scaling.OriginalRows / scaling.LowFrequency)
        {
            return frequency / scaling.Factor;
        }

        double smooth = ((scaling.OriginalRows / wave) - scaling.LowFrequency) / (scaling.HighFrequency - scaling.LowFrequency);
        return ((1 - smooth) * frequency / scaling.Factor) + (smooth * frequency);
    }

    private static double[] Turn(DecoderShape shape, double[] row, int position)
    {
        int size = shape.HeadWidth;
        double[] turned = new double[row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            bool isFirst = i % size < size / 2;
            double angle = position * Frequency(shape, i % size % (size / 2));
            turned[i] = (row[i] * Math.Cos(angle)) + ((isFirst ? -row[i + (size / 2)] : row[i - (size / 2)]) * Math.Sin(angle));
        }

        return turned;
    }

    private static double[][] Attend(int heads, int keyHeads, double[][] queries, double[][] keys, double[][] values, bool isCausal)
    {
        int size = queries[0].Length / heads;
        double[][] seen = [.. queries.Select(row => new double[row.Length])];
        for (int head = 0; head < heads; head++)
        {
            int from = head * size;
            int shared = head / (heads / keyHeads) * size;
            for (int q = 0; q < queries.Length; q++)
            {
                double[] weights = [.. keys.Take(isCausal ? q + 1 : keys.Length)
                    .Select(key => Math.Exp(Enumerable.Range(0, size).Sum(i => queries[q][from + i] * key[shared + i]) / Math.Sqrt(size)))];
                for (int i = 0; i < size; i++)
                {
                    seen[q][from + i] = weights.Select((weight, k) => weight * values[k][shared + i]).Sum() / weights.Sum();
                }
            }
        }

        return seen;
    }
}
