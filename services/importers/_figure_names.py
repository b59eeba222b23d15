"""The figures MetaTrader prints, by what its terminals call them."""

from __future__ import annotations

_ENGLISH = """
Balance|Free Margin|Credit Facility|Margin|Floating P/L|Margin Level|Equity|Deposit/Withdrawal|Closed Trade P/L
Total Net Profit|Gross Profit|Gross Loss|Profit Factor|Expected Payoff|Recovery Factor|Sharpe Ratio
Balance Drawdown Absolute|Balance Drawdown Maximal|Balance Drawdown Relative
Equity Drawdown Absolute|Equity Drawdown Maximal|Equity Drawdown Relative
Total Trades|Short Trades (won %)|Long Trades (won %)|Profit Trades (% of total)|Loss Trades (% of total)
Largest profit trade|Largest loss trade|Average profit trade|Average loss trade
Maximum consecutive wins ($)|Maximum consecutive losses ($)|Maximal consecutive profit (count)
Maximal consecutive loss (count)|Average consecutive wins|Average consecutive losses
History Quality|Bars|Ticks|Symbols|Z-Score|AHPR|GHPR|LR Correlation|LR Standard Error|OnTester result|Total Deals
Correlation (Profits,MFE)|Correlation (Profits,MAE)|Correlation (MFE,MAE)|Minimal position holding time
Maximal position holding time|Average position holding time|Withdrawal
"""

_TRANSLATED = {
    "Balance": "kontostand|saldo|solde|bilancio|баланс|bakiye|残高|结余|余额",
    "Equity": "eigenkapital|equidad|capital|équité|equità|capital líquido|средства|эквити|varlık|有効証拠金|净值",
    "Margin": "margen|marge|margine|margem|маржа|teminat|証拠金|预付款",
    "Free Margin": "freie margin|margen libre|marge libre|margine libero|margem livre|свободная маржа|serbest teminat"
    "|余剰証拠金|可用预付款",
    "Margin Level": "margin-level|marginlevel|nivel de margen|niveau de marge|livello di margine|nível de margem"
    "|уровень маржи|証拠金維持率|预付款比率|预付款比例",
    "Credit Facility": "kreditrahmen|kredit|facilidad de crédito|crédito|facilité de crédit|linea di credito"
    "|facilidade de crédito|кредитные средства|кредит|クレジット|信用额度|信用",
    "Floating P/L": "schwebender g/v|floating g/v|p/l flotante|p/p flottant|p/l flottant|p/l fluttuante|l/p flutuante"
    "|плавающая прибыль|плавающая прибыль/убыток|評価損益|浮动盈亏",
    "Total Net Profit": "nettogewinn gesamt|nettoprofit gesamt|gesamtnettogewinn|gesamter nettogewinn|beneficio neto total"
    "|profit total net|bénéfice net total|profit net total|profitto netto totale|lucro líquido total|чистая прибыль"
    "|итого чистая прибыль|純利益合計|総純利益|総損益|总净盈利|总净利润",
    "Gross Profit": "bruttogewinn|bruttoprofit|beneficio bruto|profit brut|bénéfice brut|profitto lordo|lucro bruto"
    "|общая прибыль|валовая прибыль|総利益|毛利|总获利",
    "Gross Loss": "bruttoverlust|pérdidas brutas|pérdida bruta|perte brute|perdita lorda|perda bruta|общий убыток"
    "|валовой убыток|総損失|毛损|总亏损",
    "Profit Factor": "profitfaktor|gewinnfaktor|factor de beneficio|facteur de profit|fattore di profitto|fator de lucro"
    "|прибыльность|プロフィットファクター|盈利因子|获利因子",
    "Expected Payoff": "erwartetes ergebnis|erwartete auszahlung|auszahlungserwartung|beneficio esperado|gain espéré"
    "|rendement espéré|payoff atteso|retorno esperado|матожидание выигрыша|математическое ожидание|期待利得|预期收益"
    "|预期获利",
    "Recovery Factor": "erholungsfaktor|factor de recuperación|facteur de récupération|fattore di recupero"
    "|fator de recuperação|фактор восстановления|リカバリーファクター|采收率|恢复因子",
    "Sharpe Ratio": "sharpe-ratio|ratio de sharpe|coeficiente de sharpe|indice di sharpe|rapporto di sharpe|índice de sharpe"
    "|índice sharpe|коэффициент шарпа|シャープレシオ|夏普比率",
    "Balance Drawdown Absolute": "rückgang kontostand absolut|абсолютная просадка по балансу",
    "Balance Drawdown Maximal": "rückgang kontostand maximal|максимальная просадка по балансу",
    "Balance Drawdown Relative": "rückgang kontostand relativ|относительная просадка по балансу",
    "Equity Drawdown Absolute": "rückgang equity absolut|абсолютная просадка по средствам",
    "Equity Drawdown Maximal": "rückgang equity maximal|максимальная просадка по средствам",
    "Equity Drawdown Relative": "rückgang equity relativ|относительная просадка по средствам",
    "Total Trades": "gesamtanzahl trades|anzahl an trades|anzahl trades|trades gesamt|total de transacciones"
    "|total de negociações|total des trades|total des transactions|totale trade|всего трейдов|総トレード数|取引総数"
    "|交易总计|总交易",
    "Short Trades (won %)": "short trades (gewonnen %)|sell-positionen (davon gewonnen %)|posiciones cortas (% rentables)"
    "|короткие трейды (% выигравших)|negociações curtas (% ganhas)",
    "Long Trades (won %)": "long trades (gewonnen %)|buy-positionen (davon gewonnen %)|posiciones largas (% rentables)"
    "|длинные трейды (% выигравших)|negociações longas (% ganhas)",
    "Profit Trades (% of total)": "gewinntrades (% von gesamt)|gewonne trades (in % von gesamt)"
    "|gewonnene trades (in % von gesamt)|прибыльные трейды (% от всех)|прибыльные сделки (% от всех)",
    "Loss Trades (% of total)": "verlusttrades (% von gesamt)|verlorene trades (in % von gesamt)"
    "|убыточные трейды (% от всех)|убыточные сделки (% от всех)",
    "Largest profit trade": "größter gewinntrade|самый большой прибыльный трейд|самая большая прибыльная сделка",
    "Largest loss trade": "größter verlusttrade|самый большой убыточный трейд|самая большая убыточная сделка",
    "Average profit trade": "durchschnitt gewinntrade|средний прибыльный трейд|средняя прибыльная сделка",
    "Average loss trade": "durchschnitt verlusttrade|средний убыточный трейд|средняя убыточная сделка",
}

FIGURES = {name.lower(): name for line in _ENGLISH.split("\n") for name in line.split("|") if name} | {
    word: name for name, words in _TRANSLATED.items() for word in words.split("|")
}
