"""The words of MetaTrader's reports in the languages of its terminals, each to its English name."""

from __future__ import annotations

from typing import TypeVar

from services.model import DealEntry, DealType, MarginMode, TradeMode

_COLUMNS = {
    "time": "time|zeit|fecha|fecha/hora|hora|heure|temps|date|ora|data|data/ora|horário|tempo|время|czas|zaman|tarih"
    "|時間|日時|時刻|时间|時間|시간|thời gian|waktu|čas|dátum|idő|tid|aika|χρόνος|час|време|vreme|الوقت|زمان|เวลา|laikas|laiks",
    "open_time": "open time|eröffnungszeit|hora de apertura|fecha de apertura|heure d'ouverture|ora di apertura|ora apertura"
    "|horário de abertura|hora de abertura|abertura|время открытия|czas otwarcia|açılış zamanı|注文時間|オープン時間|开仓时间|開倉時間",
    "position": "position|posición|posizione|posição|позиция|pozycja|pozisyon|ポジション|持仓|價位|价位|持倉|posisi|pozice|pozíció|позиція",
    "deal": "deal|deals|transacción|trade|transaction|affare|deal id|operazione|negócio|oferta|сделка|transakcja|umowa|i̇şlem|işlem|anlaşma"
    "|約定|取引|成交|交易|거래|giao dịch|угода|сделка #|obchod",
    "symbol": "symbol|symbole|símbolo|simbolo|символ|инструмент|sembol|銘柄|通貨ペア|シンボル|交易品种|品种|交易品種|商品|심볼|simbol|simbolul|szimbólum",
    "type": "type|typ|tipo|тип|tür|tip|タイプ|種類|类型|類型|유형|loại|jenis|típus|tyyppi",
    "direction": "direction|richtung|dirección|direzione|direção|направление|kierunek|yön|方向|방향|hướng|arah|směr|напрям|entry",
    "volume": "volume|volumen|volumi|объем|объём|wolumen|hacim|数量|取引量|ロット|交易量|手数|成交量|交易量|거래량|khối lượng|objem|обсяг|lot|lots|size",
    "price": "price|preis|kurs|precio|prix|prezzo|preço|цена|cena|fiyat|価格|价位|价格|價格|가격|giá|harga|ár|ціна",
    "sl": "s / l|s/l|sl|stop loss|стоп лосс|决定止损|止损|損切り|決済逆指値|止損",
    "tp": "t / p|t/p|tp|take profit|тейк профит|止盈|利食い|決済指値|獲利",
    "market_price": "market price|marktpreis|precio de mercado|prix du marché|prezzo di mercato|preço de mercado|preço atual"
    "|рыночная цена|текущая цена|cena rynkowa|piyasa fiyatı|市場価格|现价|市场价格|市場價格|시장가",
    "cost": "cost|costs|kosten|coste|costo|coût|custo|custos|стоимость|затраты|koszt|maliyet|コスト|成本|费用成本|비용",
    "commission": "commission|kommission|kommissionen|provision|comisión|commissioni|commissione|comissão|комиссия|prowizja|komisyon"
    "|手数料|手续费|佣金|手續費|수수료|phí hoa hồng|komisi|provize|jutalék|комісія",
    "fee": "fee|gebühr|gebühren|tasa|cargo|tarifa|frais|tariffa|tassa|taxa|сбор|плата|opłata|ücret|料金|費用|费用|비용|phí|poplatek|збір",
    "swap": "swap|swaps|intercambio|своп|takas|スワップ|库存费|过夜利息|隔夜利息|庫存費|스왑|phí qua đêm|échange",
    "profit": "profit|gewinn|beneficio|beneficios|ganancia|bénéfice|profitto|profitti|lucro|прибыль|zysk|kar|kâr|kazanç|損益|利益|利润|盈利|獲利"
    "|이익|수익|lợi nhuận|laba|zisk|nyereség|прибуток",
    "balance": "balance|kontostand|saldo|solde|bilancio|баланс|saldo konta|bakiye|残高|结余|余额|餘額|결余|잔고|số dư|zůstatek|egyenleg",
    "state": "state|status|estado|état|etat|stato|состояние|статус|stan|durum|状態|状态|狀態|상태|trạng thái|stav",
    "order": "order|auftrag|orden|ordre|ordine|ordem|ордер|zlecenie|emir|注文|订单|訂單|委託|주문|lệnh|pokyn|příkaz",
    "comment": "comment|kommentar|comentario|commentaire|commento|comentário|комментарий|komentarz|yorum|コメント|注释|註釋|备注|評論|코멘트|bình luận"
    "|komentar|komentář|коментар",
}

_TYPES = {
    DealType.BUY: "buy|kauf|compra|achat|acquisto|купить|покупка|kupno|alış|買い|买入|買入",
    DealType.SELL: "sell|verkauf|venta|vente|vendita|venda|продать|продажа|sprzedaż|satış|売り|卖出|賣出",
    DealType.BALANCE: "balance|kontostand|saldo|solde|bilancio|баланс|bakiye|残高|结余|余额",
    DealType.CREDIT: "credit|kredit|crédito|crédit|credito|кредит|kredyt|kredi|クレジット|信用",
    DealType.CHARGE: "charge|additional charge",
    DealType.CORRECTION: "correction",
    DealType.BONUS: "bonus",
    DealType.COMMISSION: "commission|additional commission",
    DealType.COMMISSION_DAILY: "commission daily|daily commission",
    DealType.COMMISSION_MONTHLY: "commission monthly|monthly commission",
    DealType.COMMISSION_AGENT_DAILY: "agent daily|daily agent commission|commission agent daily|agent commission daily",
    DealType.COMMISSION_AGENT_MONTHLY: "agent monthly|monthly agent commission|commission agent monthly"
    "|agent commission monthly|agent commission",
    DealType.INTEREST: "interest|interest rate|interestrate",
    DealType.BUY_CANCELED: "buy canceled|buy cancelled|canceled buy|canceled buy deal|buycanceled",
    DealType.SELL_CANCELED: "sell canceled|sell cancelled|canceled sell|canceled sell deal|sellcanceled",
    DealType.DIVIDEND: "dividend",
    DealType.DIVIDEND_FRANKED: "franked dividend|dividend franked|franked (non-taxable) dividend",
    DealType.TAX: "tax",
}

_ENTRIES = {
    DealEntry.IN: "in|entrada|entrée|вход",
    DealEntry.OUT: "out|salida|sortie|выход",
    DealEntry.INOUT: "in/out|in / out|inout|in-out",
    DealEntry.OUT_BY: "out by|out_by|outby|out-by",
}

_TRADE_MODES = {
    TradeMode.DEMO: "demo|демо|デモ|模拟|démo|prueba|dimostrativo|demonstração",
    TradeMode.CONTEST: "contest|конкурс|wettbewerb|concurso|concours|concorso|コンテスト",
    TradeMode.REAL: "real|реальный|реал|echt|réel|reale|live|リアル|真实|rzeczywisty|gerçek",
}

_MARGIN_MODES = {
    MarginMode.HEDGING: "hedge|hedging|хедж|хеджинг|ヘッジ|ヘッジング|锁仓|cobertura|copertura|couverture",
    MarginMode.NETTING: "netting|net|неттинг|ネッティング|净额|单边",
    MarginMode.EXCHANGE: "exchange|биржа|börse|bolsa|bourse|取引所|交易所",
}


_Name = TypeVar("_Name")


def _words(table: dict[_Name, str]) -> dict[str, _Name]:
    return {word: name for name, words in table.items() for word in words.split("|")}


COLUMNS = _words(_COLUMNS)
TYPES = _words(_TYPES)
ENTRIES = _words(_ENTRIES)
TRADE_MODES = _words(_TRADE_MODES)
MARGIN_MODES = _words(_MARGIN_MODES)


def folded(text: str) -> str:
    """A heading or word as the tables spell it: lower case, single spaces, no colon at its end.

    >>> folded("  Time: ")
    'time'
    """
    return " ".join(text.lower().rstrip("\uff1a: ").split())
