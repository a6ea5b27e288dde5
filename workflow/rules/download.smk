# UN Comtrade -> raw answers under data/raw/trade/comtrade/. Never part of `all`: needs the user's key.


rule download_comtrade:
    input:
        products="config/trade_products.yaml",
    output:
        # The answers themselves are no outputs: Snakemake removes those of a rule that fails, and
        # a run that stops at the day's limit must keep what it has.
        "logs/comtrade_download.csv",
    log:
        "logs/download_comtrade.log",
    conda:
        ENVIRONMENT
    params:
        download=config["trade"]["download"],
        folder="data/raw/trade/comtrade",
    message:
        "Asking UN Comtrade for what is not stored yet"
    script:
        "../run_step.py"
