local n = tonumber(arg[1])

local function tokens(text)
  return coroutine.wrap(function()
    local at, length = 1, #text
    while at <= length do
      local c = string.byte(text, at)
      if c == 32 then
        at = at + 1
      else
        local skip
        if c >= 48 and c <= 57 then
          local number = 0
          while at <= length do
            c = string.byte(text, at)
            if c < 48 or c > 57 then break end
            number = number * 10 + c - 48
            at = at + 1
          end
          skip = coroutine.yield(number)
        else
          at = at + 1
          skip = coroutine.yield(-c)
        end
        at = at + skip
      end
    end
  end)
end

local text = "12 + 345*6 #zz - 78/9 + (10 - 2)*3 #q7 "
local sum, count = 0, 0
for i = 1, n do
  local resume = tokens(text)
  local token = resume()
  while token do
    sum = (sum * 7 + token + 1000) % 1000003
    count = count + 1
    token = resume(token == -35 and 2 or 0)
  end
end
print(string.format('generator_send %d %d', count, sum))
