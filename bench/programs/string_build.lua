-- Lua's strings cannot grow in place: the pieces are kept in tables and joined, as a Lua programmer would.
local n = tonumber(arg[1])

local csv, csv_length = {}, 0
local html, html_length = {'<table>\n'}, 8
local quotes = 0
for i = 0, n - 1 do
  local name = 'item ' .. i
  local price = i % 1000
  if i % 7 == 0 then
    name = '"' .. name .. '"'
    quotes = quotes + 1
  end
  local line = i .. ',' .. name .. ',' .. price .. '\n'
  csv[#csv + 1] = line
  csv_length = csv_length + #line
  line = '  <tr class="row' .. i .. '"><td>' .. name .. '</td><td>' .. price .. '</td></tr>\n'
  html[#html + 1] = line
  html_length = html_length + #line
  if csv_length > 100000 then
    local rest = table.concat(csv):sub(50001)
    csv = {rest}
    csv_length = #rest
  end
  if html_length > 200000 then
    table.concat(html)
    html, html_length = {}, 0
  end
end
html_length = #(table.concat(html) .. '</table>')
local text = table.concat(csv)
local sum = 0
for i = 1, #text, 3 do
  sum = (sum * 31 + text:byte(i)) % 1000003
end
print('string_build ' .. #text .. ' ' .. html_length .. ' ' .. quotes .. ' ' .. sum)
