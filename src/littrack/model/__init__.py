"""Features, training, prediction, evidence, evaluation, backtest and model cards."""
