//+------------------------------------------------------------------+
//| Pushes this terminal's account to Performance Tracker.           |
//| It reads only: no function that trades is called.                |
//+------------------------------------------------------------------+
#property copyright "Performance Tracker"
#property version   "1.00"
#property description "Pushes account, positions, deals and prices to Performance Tracker; never trades."

input string Url       = "http://127.0.0.1:8000"; // address of the tracker, to be allowed for WebRequest
input string TokenFile = "tracker_token.txt";      // file below MQL5\Files that holds the token
input string Token     = "";                       // or the token itself
input int    Seconds   = 1;                        // between two looks

const int    VERSION       = 1;
const int    CHUNK         = 1000;  // deals of one push
const int    RESCAN        = 10;    // seconds
const int    ASK_AGAIN     = 300;   // seconds
const int    WINDOW        = 259200; // seconds: brokers change deals after the fact
const int    DAY           = 86400;
const int    LONGEST_WAIT  = 60;    // seconds
const int    LONGEST_TEXT  = 120;

string   g_token;
string   g_login;
string   g_server;
int      g_digits   = 2;
int      g_offset   = 0;     // minutes the server's clock is ahead of UTC
datetime g_from     = 0;     // deals are looked at from here, by the server's clock
datetime g_wanted   = 0;     // deals the tracker wants, from here
bool     g_is_known = false; // whether the tracker has said so
int      g_next     = -1;    // first deal that is still to be sent; -1: none
ulong    g_sent     = 0;     // hash of the deals that were accepted
ulong    g_sending  = 0;     // hash of the deals that are being sent
ulong    g_account  = 0;     // hash of balance and positions at the last look
datetime g_read_at  = 0;
datetime g_asked_at = 0;
datetime g_retry_at = 0;
datetime g_ticked_at = 0;
int      g_wait     = 1;
string   g_told[];           // symbols whose specification was accepted
string   g_mentioned[];      // symbols that deals and positions speak of
string   g_names[];          // symbols whose prices are followed
long     g_ticks[];          // time of their last tick that was accepted

//+------------------------------------------------------------------+
//| JSON                                                             |
//+------------------------------------------------------------------+
string Quoted(const string text)
  {
   string found = "";
   int length = StringLen(text);
   if(length > LONGEST_TEXT)
      length = LONGEST_TEXT;
   for(int place = 0; place < length; place++)
     {
      ushort sign = StringGetCharacter(text, place);
      if(sign < 32 || sign == 127 || (sign >= 0xD800 && sign < 0xE000))
         continue;
      if(sign == '"' || sign == '\\')
         found += "\\";
      found += ShortToString(sign);
     }
   return("\"" + found + "\"");
  }

string Member(const string name, const string json) { return("\"" + name + "\":" + json); }
string Text(const string name, const string value)  { return(Member(name, Quoted(value))); }
string Whole(const string name, const long value)   { return(Member(name, IntegerToString(value))); }

string Plain(const double value, const int digits)
  {
   string text = DoubleToString(value, digits);
   if(StringToDouble(text) == 0.0)
      text = DoubleToString(0.0, digits); // zero has no sign
   return(text);
  }

string Amount(const string name, const double value, const int digits)
  {
   return(Member(name, "\"" + Plain(value, digits) + "\""));
  }

string Measure(const string name, const double value, const int digits) // a price or a volume
  {
   string text = Plain(value, digits);
   int length = StringLen(text);
   while(StringFind(text, ".") >= 0 && StringGetCharacter(text, length - 1) == '0')
      text = StringSubstr(text, 0, --length);
   if(StringGetCharacter(text, length - 1) == '.')
      text = StringSubstr(text, 0, length - 1);
   return(Member(name, "\"" + text + "\""));
  }

string Stated(const string name, const double value, const int digits)
  {
   return(value == 0.0 ? Member(name, "null") : Measure(name, value, digits));
  }

string Clock(const long milliseconds)
  {
   string text = TimeToString((datetime)(milliseconds / 1000), TIME_DATE | TIME_SECONDS);
   StringReplace(text, ".", "-");
   StringReplace(text, " ", "T");
   string rest = IntegerToString(milliseconds % 1000, 3, '0');
   return(text + "." + rest);
  }

string Moment(const string name, const long server_milliseconds)
  {
   return(Member(name, "\"" + Clock(server_milliseconds - (long)g_offset * 60000) + "+00:00\""));
  }

//+------------------------------------------------------------------+
//| What the terminal shows, as the tracker reads it                 |
//+------------------------------------------------------------------+
string AccountJson()
  {
   return("{" + Text("login", g_login)
          + "," + Text("currency", AccountInfoString(ACCOUNT_CURRENCY))
          + "," + Text("name", AccountInfoString(ACCOUNT_NAME))
          + "," + Text("server", g_server)
          + "," + Text("company", AccountInfoString(ACCOUNT_COMPANY))
          + "," + Whole("margin_mode", AccountInfoInteger(ACCOUNT_MARGIN_MODE))
          + "," + Whole("trade_mode", AccountInfoInteger(ACCOUNT_TRADE_MODE))
          + "," + Whole("leverage", MathMax(AccountInfoInteger(ACCOUNT_LEVERAGE), 1)) + "}");
  }

string StateJson()
  {
   return("{" + Moment("time", (long)TimeTradeServer() * 1000)
          + "," + Amount("balance", AccountInfoDouble(ACCOUNT_BALANCE), g_digits)
          + "," + Amount("credit", AccountInfoDouble(ACCOUNT_CREDIT), g_digits)
          + "," + Amount("equity", AccountInfoDouble(ACCOUNT_EQUITY), g_digits)
          + "," + Amount("margin", AccountInfoDouble(ACCOUNT_MARGIN), g_digits) + "}");
  }

string DealJson(const ulong ticket)
  {
   long shown = HistoryDealGetInteger(ticket, DEAL_TIME_MSC);
   return("{" + Whole("ticket", (long)ticket)
          + "," + Moment("time", shown)
          + "," + Text("server_time", Clock(shown))
          + "," + Whole("type", HistoryDealGetInteger(ticket, DEAL_TYPE))
          + "," + Whole("entry", MathMin(HistoryDealGetInteger(ticket, DEAL_ENTRY), 3))
          + "," + Whole("order", HistoryDealGetInteger(ticket, DEAL_ORDER))
          + "," + Whole("position_id", HistoryDealGetInteger(ticket, DEAL_POSITION_ID))
          + "," + Text("symbol", HistoryDealGetString(ticket, DEAL_SYMBOL))
          + "," + Measure("volume", HistoryDealGetDouble(ticket, DEAL_VOLUME), 8)
          + "," + Measure("price", HistoryDealGetDouble(ticket, DEAL_PRICE), 8)
          + "," + Amount("commission", HistoryDealGetDouble(ticket, DEAL_COMMISSION), g_digits)
          + "," + Amount("swap", HistoryDealGetDouble(ticket, DEAL_SWAP), g_digits)
          + "," + Amount("profit", HistoryDealGetDouble(ticket, DEAL_PROFIT), g_digits)
          + "," + Amount("fee", HistoryDealGetDouble(ticket, DEAL_FEE), g_digits)
          + "," + Whole("magic", HistoryDealGetInteger(ticket, DEAL_MAGIC))
          + "," + Whole("reason", HistoryDealGetInteger(ticket, DEAL_REASON))
          + "," + Text("comment", HistoryDealGetString(ticket, DEAL_COMMENT))
          + "," + Text("external_id", HistoryDealGetString(ticket, DEAL_EXTERNAL_ID)) + "}");
  }

string PositionJson() // of the position that is selected
  {
   return("{" + Whole("position_id", PositionGetInteger(POSITION_IDENTIFIER))
          + "," + Text("symbol", PositionGetString(POSITION_SYMBOL))
          + "," + Whole("side", PositionGetInteger(POSITION_TYPE))
          + "," + Measure("volume", PositionGetDouble(POSITION_VOLUME), 8)
          + "," + Moment("time", PositionGetInteger(POSITION_TIME_MSC))
          + "," + Measure("price_open", PositionGetDouble(POSITION_PRICE_OPEN), 8)
          + "," + Stated("price_current", PositionGetDouble(POSITION_PRICE_CURRENT), 8)
          + "," + Stated("stop_loss", PositionGetDouble(POSITION_SL), 8)
          + "," + Stated("take_profit", PositionGetDouble(POSITION_TP), 8)
          + "," + Amount("swap", PositionGetDouble(POSITION_SWAP), g_digits)
          + "," + Amount("profit", PositionGetDouble(POSITION_PROFIT), g_digits)
          + "," + Whole("magic", PositionGetInteger(POSITION_MAGIC))
          + "," + Text("comment", PositionGetString(POSITION_COMMENT)) + "}");
  }

string SymbolJson(const string name)
  {
   return("{" + Text("name", name)
          + "," + Whole("digits", SymbolInfoInteger(name, SYMBOL_DIGITS))
          + "," + Measure("contract_size", SymbolInfoDouble(name, SYMBOL_TRADE_CONTRACT_SIZE), 8)
          + "," + Text("currency_profit", SymbolInfoString(name, SYMBOL_CURRENCY_PROFIT))
          + "," + Whole("calc_mode", SymbolInfoInteger(name, SYMBOL_TRADE_CALC_MODE))
          + "," + Stated("tick_size", SymbolInfoDouble(name, SYMBOL_TRADE_TICK_SIZE), 10)
          + "," + Stated("tick_value", SymbolInfoDouble(name, SYMBOL_TRADE_TICK_VALUE), 10)
          + "," + Stated("tick_value_profit", SymbolInfoDouble(name, SYMBOL_TRADE_TICK_VALUE_PROFIT), 10)
          + "," + Stated("tick_value_loss", SymbolInfoDouble(name, SYMBOL_TRADE_TICK_VALUE_LOSS), 10)
          + "," + Text("currency_base", SymbolInfoString(name, SYMBOL_CURRENCY_BASE))
          + "," + Text("currency_margin", SymbolInfoString(name, SYMBOL_CURRENCY_MARGIN))
          + "," + Measure("margin_initial", SymbolInfoDouble(name, SYMBOL_MARGIN_INITIAL), 8)
          + "," + Measure("face_value", SymbolInfoDouble(name, SYMBOL_TRADE_FACE_VALUE), 8)
          + "," + Measure("accrued_interest", SymbolInfoDouble(name, SYMBOL_TRADE_ACCRUED_INTEREST), 8)
          + "," + Measure("liquidity_rate", SymbolInfoDouble(name, SYMBOL_TRADE_LIQUIDITY_RATE), 8)
          + "," + Text("description", SymbolInfoString(name, SYMBOL_DESCRIPTION)) + "}");
  }

string QuoteJson(const string name, const MqlTick &tick)
  {
   int digits = (int)SymbolInfoInteger(name, SYMBOL_DIGITS);
   return("{" + Text("server", g_server)
          + "," + Text("symbol", name)
          + "," + Moment("time", tick.time_msc)
          + "," + Member("bid", DoubleToString(tick.bid, digits))
          + "," + Member("ask", DoubleToString(tick.ask, digits)) + "}");
  }

string ReportJson(const string deals, const string positions, const string state, const string symbols)
  {
   return("{" + Member("account", AccountJson())
          + "," + Member("deals", deals)
          + "," + Member("positions", positions)
          + "," + Member("stated", state)
          + "," + Member("symbols", symbols)
          + "," + Whole("server_offset", g_offset) + "}");
  }

string BatchJson(const string quotes, const string report, const bool is_closed)
  {
   return("{" + Whole("version", VERSION)
          + "," + Member("quotes", quotes)
          + "," + Member("reports", "[" + report + "]")
          + "," + Member("is_closed", is_closed ? "true" : "false") + "}");
  }

//+------------------------------------------------------------------+
//| Looking                                                          |
//+------------------------------------------------------------------+
ulong Hashed(const ulong before, const string text)
  {
   ulong hash = before;
   int length = StringLen(text);
   for(int place = 0; place < length; place++)
      hash = (hash ^ StringGetCharacter(text, place)) * 0x100000001B3;
   return(hash);
  }

bool IsAmong(const string &names[], const string name)
  {
   for(int place = 0; place < ArraySize(names); place++)
      if(names[place] == name)
         return(true);
   return(false);
  }

void Add(string &names[], const string name)
  {
   int size = ArraySize(names);
   ArrayResize(names, size + 1, 64);
   names[size] = name;
  }

void Mention(const string name)
  {
   if(name != "" && !IsAmong(g_mentioned, name))
      Add(g_mentioned, name);
  }

void Follow(const string name)
  {
   if(name == "" || IsAmong(g_names, name) || !SymbolSelect(name, true))
      return;
   Mention(name);
   Add(g_names, name);
   int size = ArraySize(g_ticks);
   ArrayResize(g_ticks, size + 1, 64);
   g_ticks[size] = 0;
   FollowCross(SymbolInfoString(name, SYMBOL_CURRENCY_PROFIT));
  }

void FollowCross(const string currency) // the symbol that turns a profit into the account's currency
  {
   string own = AccountInfoString(ACCOUNT_CURRENCY);
   if(currency == "" || currency == own)
      return;
   for(int place = 0; place < SymbolsTotal(false); place++)
     {
      string name = SymbolName(place, false);
      string base = SymbolInfoString(name, SYMBOL_CURRENCY_BASE);
      string profit = SymbolInfoString(name, SYMBOL_CURRENCY_PROFIT);
      if((base == currency && profit == own) || (base == own && profit == currency))
        {
         Follow(name);
         return;
        }
     }
  }

ulong AccountHash()
  {
   ulong hash = Hashed(0xCBF29CE484222325, Plain(AccountInfoDouble(ACCOUNT_BALANCE), 8));
   hash = Hashed(hash, Plain(AccountInfoDouble(ACCOUNT_CREDIT), 8));
   for(int place = 0; place < PositionsTotal(); place++)
      if(PositionGetTicket(place) > 0)
         hash = Hashed(hash, IntegerToString(PositionGetInteger(POSITION_TICKET)) + " "
                       + DoubleToString(PositionGetDouble(POSITION_VOLUME), 8));
   return(hash);
  }

ulong DealsHash() // of the deals that are selected
  {
   ulong hash = 0xCBF29CE484222325;
   for(int place = 0; place < HistoryDealsTotal(); place++)
     {
      ulong ticket = HistoryDealGetTicket(place);
      hash = Hashed(hash, IntegerToString((long)ticket) + " "
                    + IntegerToString(HistoryDealGetInteger(ticket, DEAL_TYPE)) + " "
                    + Plain(HistoryDealGetDouble(ticket, DEAL_PROFIT), 8) + " "
                    + Plain(HistoryDealGetDouble(ticket, DEAL_SWAP), 8) + " "
                    + Plain(HistoryDealGetDouble(ticket, DEAL_COMMISSION), 8) + " "
                    + Plain(HistoryDealGetDouble(ticket, DEAL_FEE), 8) + " "
                    + HistoryDealGetString(ticket, DEAL_COMMENT));
     }
   return(hash);
  }

bool SelectDeals() { return(HistorySelect(g_from, TimeTradeServer() + DAY)); }

void LookAtDeals() // begins to send them when they are others than those that were accepted
  {
   datetime now = TimeTradeServer();
   ulong account = AccountHash();
   bool is_due = now - g_read_at >= RESCAN || account != g_account;
   g_account = account;
   if(now - g_asked_at >= ASK_AGAIN)
     {
      g_asked_at = now;
      if(g_wanted < g_from)
        {
         g_from = g_wanted;
         g_sent = 0;
        }
      ArrayResize(g_told, 0);
      is_due = true;
     }
   if(g_next >= 0 || !is_due || !SelectDeals())
      return;
   g_read_at = now;
   g_sending = DealsHash();
   if(g_sending != g_sent)
      g_next = 0;
  }

//+------------------------------------------------------------------+
//| Sending                                                          |
//+------------------------------------------------------------------+
bool Send(const string body, string &answer)
  {
   char data[], result[];
   string headers;
   int size = StringToCharArray(body, data, 0, WHOLE_ARRAY, CP_UTF8) - 1; // without the zero at its end
   ArrayResize(data, MathMax(size, 0));
   string sent = "Authorization: Bearer " + g_token + "\r\nContent-Type: application/json\r\n";
   ResetLastError();
   int status = WebRequest("POST", Url + "/api/v1/ingest/batch", sent, 10000, data, result, headers);
   answer = CharArrayToString(result, 0, WHOLE_ARRAY, CP_UTF8);
   if(status == 202)
      return(true);
   if(status == -1)
      Print("The tracker cannot be reached (error ", GetLastError(), "): allow ", Url,
            " in Tools, Options, Expert Advisors.");
   else
      Print("The tracker refuses (", status, "): ", answer);
   return(false);
  }

void Heed(const string answer) // which deals the tracker wants
  {
   string name = "\"deals_since\":\"";
   int place = StringFind(answer, name);
   g_is_known = true;
   if(place < 0)
     {
      g_wanted = 0;
      return;
     }
   string time = StringSubstr(answer, place + StringLen(name), 19);
   StringReplace(time, "-", ".");
   StringReplace(time, "T", " ");
   g_wanted = StringToTime(time);
  }

string PositionsJson()
  {
   string found = "";
   for(int place = 0; place < PositionsTotal(); place++)
      if(PositionGetTicket(place) > 0)
        {
         Follow(PositionGetString(POSITION_SYMBOL));
         found += (found == "" ? "" : ",") + PositionJson();
        }
   return("[" + found + "]");
  }

string DealsJson(int &count)
  {
   string found = "";
   count = 0;
   if(g_next < 0 || !SelectDeals())
      return("[]");
   for(int place = g_next; place < HistoryDealsTotal() && count < CHUNK; place++)
     {
      ulong ticket = HistoryDealGetTicket(place);
      Mention(HistoryDealGetString(ticket, DEAL_SYMBOL));
      found += (found == "" ? "" : ",") + DealJson(ticket);
      count++;
     }
   return("[" + found + "]");
  }

string SymbolsJson(string &news[])
  {
   string found = "";
   for(int place = 0; place < ArraySize(g_mentioned); place++)
     {
      string name = g_mentioned[place];
      if(IsAmong(g_told, name) || SymbolInfoString(name, SYMBOL_CURRENCY_PROFIT) == "")
         continue;
      Add(news, name);
      found += (found == "" ? "" : ",") + SymbolJson(name);
     }
   return("[" + found + "]");
  }

string QuotesJson(long &times[])
  {
   string found = "";
   ArrayResize(times, ArraySize(g_names));
   for(int place = 0; place < ArraySize(g_names); place++)
     {
      MqlTick tick;
      times[place] = g_ticks[place];
      if(!SymbolInfoTick(g_names[place], tick) || tick.time_msc == g_ticks[place] || tick.bid <= 0.0)
         continue;
      times[place] = tick.time_msc;
      g_ticked_at = TimeTradeServer();
      found += (found == "" ? "" : ",") + QuoteJson(g_names[place], tick);
     }
   return("[" + found + "]");
  }

bool IsClosed() // a weekend without prices
  {
   MqlDateTime parts;
   datetime now = TimeTradeServer();
   TimeToStruct(now, parts);
   return((parts.day_of_week == 0 || parts.day_of_week == 6) && now - g_ticked_at > 60);
  }

bool Push()
  {
   int count = 0;
   string news[];
   string answer;
   long times[];
   string deals = DealsJson(count);
   bool is_last = g_next < 0 || g_next + count >= HistoryDealsTotal();
   bool is_whole = g_is_known && is_last;
   string positions = is_whole ? PositionsJson() : "null";
   ulong account = AccountHash();
   string state = is_whole && account == g_account ? StateJson() : "null";
   string symbols = SymbolsJson(news);
   string quotes = QuotesJson(times);
   if(!Send(BatchJson(quotes, ReportJson(deals, positions, state, symbols), IsClosed()), answer))
      return(false);
   for(int place = 0; place < ArraySize(news); place++)
      Add(g_told, news[place]);
   ArrayCopy(g_ticks, times);
   if(g_next >= 0)
      Accept(count, is_last);
   bool was_known = g_is_known;
   Heed(answer);
   if(!was_known)
      g_from = g_wanted;
   return(true);
  }

void Accept(const int count, const bool is_last) // these deals need not be sent again
  {
   g_next += count;
   if(!is_last)
      return;
   g_next = -1;
   if(DealsHash() != g_sending)
      return; // they changed on the way: the next look sends them again
   g_from = (datetime)MathMax((long)g_from, (long)TimeTradeServer() - WINDOW);
   if(SelectDeals())
      g_sent = DealsHash();
  }

//+------------------------------------------------------------------+
//| Events                                                           |
//+------------------------------------------------------------------+
int OnInit()
  {
   g_token = Token;
   if(g_token == "")
     {
      int file = FileOpen(TokenFile, FILE_READ | FILE_TXT | FILE_ANSI);
      if(file != INVALID_HANDLE)
        {
         g_token = FileReadString(file);
         FileClose(file);
        }
     }
   StringTrimLeft(g_token);
   StringTrimRight(g_token);
   if(g_token == "")
     {
      Print("Give the token: in the file MQL5\\Files\\", TokenFile, ", or as the input Token.");
      return(INIT_PARAMETERS_INCORRECT);
     }
   EventSetTimer(MathMax(Seconds, 1));
   return(INIT_SUCCEEDED);
  }

void OnDeinit(const int reason) { EventKillTimer(); }

void OnTimer()
  {
   if(TimeLocal() < g_retry_at || !TerminalInfoInteger(TERMINAL_CONNECTED))
      return;
   string login = IntegerToString(AccountInfoInteger(ACCOUNT_LOGIN));
   if(login == "0")
      return;
   if(login != g_login || AccountInfoString(ACCOUNT_SERVER) != g_server)
      Begin(login);
   g_digits = (int)AccountInfoInteger(ACCOUNT_CURRENCY_DIGITS);
   double ahead = (double)(TimeTradeServer() - TimeGMT()) / 60.0;
   g_offset = (int)MathRound(ahead / 30.0) * 30;
   if(g_is_known)
      LookAtDeals();
   if(Push())
     {
      g_wait = 1;
      return;
     }
   g_retry_at = TimeLocal() + g_wait;
   g_wait = (int)MathMin(g_wait * 2, LONGEST_WAIT);
  }

void Begin(const string login) // another account: everything anew
  {
   g_login = login;
   g_server = AccountInfoString(ACCOUNT_SERVER);
   g_is_known = false;
   g_next = -1;
   g_sent = 0;
   g_account = 0;
   g_read_at = 0;
   g_asked_at = TimeTradeServer();
   ArrayResize(g_told, 0);
   ArrayResize(g_mentioned, 0);
   ArrayResize(g_names, 0);
   ArrayResize(g_ticks, 0);
   if(AccountInfoInteger(ACCOUNT_TRADE_ALLOWED))
      Print("This password may trade; the investor password is enough for the tracker.");
  }
//+------------------------------------------------------------------+
