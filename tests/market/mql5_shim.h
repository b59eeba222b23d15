// As much of MQL5 as the expert advisor uses, over a made-up account, so that a C++ compiler can try it.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

typedef std::string string;
typedef int64_t datetime;
typedef uint64_t ulong;
typedef uint16_t ushort;
#define long int64_t

template <class T> struct Array {
  std::vector<T> items;
  T &operator[](int place) { return items.at(place); }
  const T &operator[](int place) const { return items.at(place); }
};
template <class T> int ArraySize(const Array<T> &array) { return array.items.size(); }
template <class T> int ArrayResize(Array<T> &array, int size, int = 0) { array.items.resize(size); return size; }
template <class T> void ArrayCopy(Array<T> &to, const Array<T> &from) { to.items = from.items; }

int StringLen(const string &text) { return text.size(); }
ushort StringGetCharacter(const string &text, int place) { return (unsigned char)text.at(place); }
string ShortToString(ushort sign) { return string(1, (char)sign); }
string IntegerToString(int64_t value, int length = 0, ushort fill = ' ') {
  string text = std::to_string(value);
  while ((int)text.size() < length) text = string(1, (char)fill) + text;
  return text;
}
string DoubleToString(double value, int digits) {
  char text[400];
  snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}
double StringToDouble(const string &text) { return std::stod(text); }
string TimeToString(datetime value, int) {
  time_t seconds = value;
  char text[40];
  strftime(text, sizeof text, "%Y.%m.%d %H:%M:%S", gmtime(&seconds));
  return text;
}
datetime StringToTime(const string &text) {
  struct tm parts = {};
  sscanf(text.c_str(), "%d.%d.%d %d:%d:%d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday, &parts.tm_hour,
         &parts.tm_min, &parts.tm_sec);
  parts.tm_year -= 1900;
  parts.tm_mon -= 1;
  return timegm(&parts);
}
void StringReplace(string &text, const string &from, const string &to) {
  for (size_t at = 0; (at = text.find(from, at)) != string::npos; at += to.size()) text.replace(at, from.size(), to);
}
int StringFind(const string &text, const string &part) {
  size_t found = text.find(part);
  return found == string::npos ? -1 : (int)found;
}
string StringSubstr(const string &text, int start, int length) { return text.substr(start, length); }
void StringTrimLeft(string &) {}
void StringTrimRight(string &) {}
template <class A, class B> auto MathMax(A one, B other) -> decltype(one + other) { return one > other ? one : other; }
template <class A, class B> auto MathMin(A one, B other) -> decltype(one + other) { return one < other ? one : other; }
double MathRound(double value) { return std::round(value); }
template <class... T> void Print(T... parts) { ((std::cerr << parts), ...); std::cerr << "\n"; }

enum {
  TIME_DATE = 1, TIME_SECONDS = 2, FILE_READ = 1, FILE_TXT = 2, FILE_ANSI = 4, INVALID_HANDLE = -1,
  INIT_SUCCEEDED = 0, INIT_PARAMETERS_INCORRECT = 32767, WHOLE_ARRAY = -1, CP_UTF8 = 65001, TERMINAL_CONNECTED = 1,
  ACCOUNT_CURRENCY = 1, ACCOUNT_NAME, ACCOUNT_SERVER, ACCOUNT_COMPANY, ACCOUNT_MARGIN_MODE, ACCOUNT_TRADE_MODE,
  ACCOUNT_LEVERAGE, ACCOUNT_BALANCE, ACCOUNT_CREDIT, ACCOUNT_EQUITY, ACCOUNT_MARGIN, ACCOUNT_LOGIN,
  ACCOUNT_CURRENCY_DIGITS, ACCOUNT_TRADE_ALLOWED, DEAL_TIME_MSC, DEAL_TYPE, DEAL_ENTRY, DEAL_ORDER,
  DEAL_POSITION_ID, DEAL_SYMBOL, DEAL_VOLUME, DEAL_PRICE, DEAL_COMMISSION, DEAL_SWAP, DEAL_PROFIT, DEAL_FEE,
  DEAL_MAGIC, DEAL_REASON, DEAL_COMMENT, DEAL_EXTERNAL_ID, POSITION_IDENTIFIER, POSITION_SYMBOL, POSITION_TYPE,
  POSITION_VOLUME, POSITION_TIME_MSC, POSITION_PRICE_OPEN, POSITION_PRICE_CURRENT, POSITION_SL, POSITION_TP,
  POSITION_SWAP, POSITION_PROFIT, POSITION_MAGIC, POSITION_COMMENT, POSITION_TICKET, SYMBOL_DIGITS,
  SYMBOL_TRADE_CONTRACT_SIZE, SYMBOL_CURRENCY_PROFIT, SYMBOL_TRADE_CALC_MODE, SYMBOL_TRADE_TICK_SIZE,
  SYMBOL_TRADE_TICK_VALUE, SYMBOL_TRADE_TICK_VALUE_PROFIT, SYMBOL_TRADE_TICK_VALUE_LOSS, SYMBOL_CURRENCY_BASE,
  SYMBOL_CURRENCY_MARGIN, SYMBOL_MARGIN_INITIAL, SYMBOL_TRADE_FACE_VALUE, SYMBOL_TRADE_ACCRUED_INTEREST,
  SYMBOL_TRADE_LIQUIDITY_RATE, SYMBOL_DESCRIPTION
};

// The made-up account: 12:00 UTC on Monday, 5 January 2026, on a server two hours ahead.
struct Deal { ulong ticket; int64_t time_msc; int type; string symbol; double volume, profit; };
struct MqlTick { double bid, ask; int64_t time_msc; };
struct MqlDateTime { int day_of_week; };
std::vector<Deal> deals, selected;
datetime now = 1767614400;
double balance = 0;
int status = 202;
string answer_body = "{\"accepted\":1,\"deals_since\":null}";

datetime TimeGMT() { return now; }
datetime TimeLocal() { return now; }
datetime TimeTradeServer() { return now + 7200; }
void TimeToStruct(datetime value, MqlDateTime &parts) {
  time_t seconds = value;
  parts.day_of_week = gmtime(&seconds)->tm_wday;
}
string AccountInfoString(int name) { return name == ACCOUNT_CURRENCY ? "USD" : name == ACCOUNT_SERVER ? "Srv \"1\"" : "A\\b"; }
int64_t AccountInfoInteger(int name) {
  return name == ACCOUNT_LOGIN ? 1001 : name == ACCOUNT_MARGIN_MODE ? 2 : name == ACCOUNT_CURRENCY_DIGITS ? 2 : 0;
}
double AccountInfoDouble(int name) { return name == ACCOUNT_BALANCE || name == ACCOUNT_EQUITY ? balance : 0; }
const Deal &deal_of(ulong ticket) {
  return *std::find_if(deals.begin(), deals.end(), [&](const Deal &deal) { return deal.ticket == ticket; });
}
int64_t HistoryDealGetInteger(ulong ticket, int name) {
  return name == DEAL_TIME_MSC ? deal_of(ticket).time_msc : name == DEAL_TYPE ? deal_of(ticket).type : 0;
}
double HistoryDealGetDouble(ulong ticket, int name) {
  return name == DEAL_VOLUME ? deal_of(ticket).volume : name == DEAL_PROFIT ? deal_of(ticket).profit : -0.0;
}
string HistoryDealGetString(ulong ticket, int name) {
  return name == DEAL_SYMBOL ? deal_of(ticket).symbol : name == DEAL_COMMENT ? "a\t\"b\"" : "";
}
bool HistorySelect(datetime from, datetime to) {
  selected.clear();
  for (const Deal &deal : deals)
    if (deal.time_msc / 1000 >= from && deal.time_msc / 1000 <= to) selected.push_back(deal);
  return true;
}
int HistoryDealsTotal() { return selected.size(); }
ulong HistoryDealGetTicket(int place) { return selected.at(place).ticket; }
int PositionsTotal() { return 1; }
ulong PositionGetTicket(int) { return 7; }
int64_t PositionGetInteger(int name) { return name == POSITION_TIME_MSC ? 1767600000123 : name == POSITION_TYPE ? 1 : 7; }
double PositionGetDouble(int name) { return name == POSITION_SL ? 0 : 1.25; }
string PositionGetString(int name) { return name == POSITION_SYMBOL ? "EURGBP" : ""; }
const string symbols[] = {"EURUSD", "GBPUSD", "EURGBP"};
int SymbolsTotal(bool) { return 3; }
string SymbolName(int place, bool) { return symbols[place]; }
bool SymbolSelect(const string &, bool) { return true; }
string SymbolInfoString(const string &symbol, int name) {
  if (name == SYMBOL_CURRENCY_BASE || name == SYMBOL_CURRENCY_MARGIN) return symbol.substr(0, 3);
  return name == SYMBOL_CURRENCY_PROFIT ? symbol.substr(3, 3) : symbol;
}
int64_t SymbolInfoInteger(const string &, int name) { return name == SYMBOL_DIGITS ? 5 : 0; }
double SymbolInfoDouble(const string &, int name) { return name == SYMBOL_TRADE_CONTRACT_SIZE ? 100000 : 0; }
bool SymbolInfoTick(const string &, MqlTick &tick) { tick = {1.1, 1.2, TimeTradeServer() * 1000 + 5}; return true; }
bool TerminalInfoInteger(int) { return true; }
int FileOpen(const string &, int) { return 1; }
string FileReadString(int) { return "token"; }
void FileClose(int) {}
void EventSetTimer(int) {}
void EventKillTimer() {}
void ResetLastError() {}
int GetLastError() { return 4014; }
int StringToCharArray(const string &text, Array<char> &to, int, int, int) {
  to.items.assign(text.begin(), text.end());
  to.items.push_back(0);
  return to.items.size();
}
string CharArrayToString(const Array<char> &from, int, int, int) { return string(from.items.begin(), from.items.end()); }
int WebRequest(const string &, const string &, const string &, int, const Array<char> &data, Array<char> &result, string &) {
  if (status == 202) std::cout << string(data.items.begin(), data.items.end()) << "\n";
  result.items.assign(answer_body.begin(), answer_body.end());
  return status;
}
